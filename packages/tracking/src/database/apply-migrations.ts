export async function applyMigrations(_url: string, _migrationsFolder: string): Promise<string[]> {
  throw new Error('in the making');
}
