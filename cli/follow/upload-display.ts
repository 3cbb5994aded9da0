import { SingleBar } from "cli-progress";
import { cut, oneLine, size } from "../render/text.js";
import type { Screen } from "../screen.js";
import type { UploadDisplay } from "../upload/upload-params.js";

/** A bar over all files for a person, a line at the start for a pipe; always on standard error. */
export function createUploadDisplay(screen: Screen): UploadDisplay {
  let bar: SingleBar | undefined;
  let sentBytes = 0;
  return {
    begin: (dataset, path) => {
      const totalBytes = dataset.files.reduce((sum, file) => sum + file.sizeBytes, 0);
      sentBytes = 0;
      if (!screen.json)
        screen.note(
          `Uploading ${oneLine(path)}: ${dataset.files.length === 1 ? "1 file" : `${dataset.files.length} files`}, ${size(totalBytes)}`,
        );
      if (dataset.leftOut.length > 0)
        screen.note(`Not uploaded, as they are no reads by their names: ${dataset.leftOut.map(oneLine).join(", ")}`);
      if (process.stderr.isTTY && !screen.json) bar = start(totalBytes);
    },
    sent: (file, bytes) => {
      sentBytes += bytes;
      bar?.update(sentBytes, { file });
    },
    end: () => {
      bar?.stop();
      bar = undefined;
    },
    warn: (message) => screen.note(`Warning: ${oneLine(message)}`),
  };
}

function start(totalBytes: number): SingleBar {
  const bar = new SingleBar({
    format: (_options, { value, total }, { file }: { file: string }) =>
      cut(`${size(value)} of ${size(total)} ${oneLine(file)}`, (process.stderr.columns || 80) - 1),
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
  });
  bar.start(totalBytes, 0, { file: "" });
  return bar;
}
