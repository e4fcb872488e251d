/** Hands a file to the reader under this name. */
export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken the address by then, and the file need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
