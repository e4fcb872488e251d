import { type DragEvent, useState } from "react";

type Props = { isFirst: boolean; onFiles: (files: File[]) => void };

/** Takes files by drag and drop or by a button. */
export function FileChoice({ isFirst, onFiles }: Props) {
  const [isOver, setIsOver] = useState(false);
  const [hadFolder, setHadFolder] = useState(false);
  const over = (e: DragEvent) => {
    e.preventDefault();
    setIsOver(true);
  };
  const drop = (e: DragEvent) => {
    e.preventDefault();
    setIsOver(false);
    const items = [...e.dataTransfer.items];
    // A folder arrives as a file that cannot be read.
    setHadFolder(items.some((i) => i.webkitGetAsEntry()?.isDirectory));
    onFiles(
      items
        .filter((i) => i.kind === "file" && !i.webkitGetAsEntry()?.isDirectory)
        .map((i) => i.getAsFile())
        .filter((f) => f !== null),
    );
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button inside is the keyboard's
    <div
      className={isOver ? "drop over" : "drop"}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <p>
        {isFirst ? "Drop the files of your extract here, all together, or " : "Drop further files here, or "}
        <label className="file-button">
          choose files
          <input
            type="file"
            multiple
            className="hidden"
            onChange={(e) => {
              setHadFolder(false);
              onFiles([...(e.target.files ?? [])]);
              // The same file, corrected, can be chosen again.
              e.target.value = "";
            }}
          />
        </label>
      </p>
      {hadFolder && <p role="alert">A folder cannot be taken; drop the files in it.</p>}
    </div>
  );
}
