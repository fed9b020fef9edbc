import type { CommandContext } from '../commands/command';
import { readFile } from './read-file';

/** A file that is dropped anywhere on the page is a flow to import, not another page to go to. */
export function listenForFiles({ editor, core }: CommandContext): void {
  const hasFiles = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') === true;
  window.addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (!hasFiles(event) || file === undefined) return;
    event.preventDefault();
    void readFile(file).then((read) => {
      if ('refusal' in read) core.tell(read.refusal);
      else editor.view.set({ open: { kind: 'import', text: read.text } });
    });
  });
}
