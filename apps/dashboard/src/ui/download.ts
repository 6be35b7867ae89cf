// Handing text to the reader as a file or on the clipboard, made in the browser from what is on the page.

export function downloadText(fileName: string, text: string, mimeType = 'text/plain'): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${mimeType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
