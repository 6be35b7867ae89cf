/** @param spared the name of what is neither counted nor removed */
export function keepNewest(folder: string, count: number, spared?: string): void;
