import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { CanvasCore } from '../canvas/canvas-core';
import { WireModeKeys } from '../canvas/wire-mode';
import type { Editor } from '../store/editor';
import type { testEditor } from '../store/testing';
import { PartsProvider } from './editor-context';

/** Renders a part of the page as `main` would, without a canvas to be seen. */
export function renderIn(
  { editing, problems }: Pick<ReturnType<typeof testEditor>, 'editing' | 'problems'>,
  editor: Editor,
  part: ReactNode,
): void {
  const core = new CanvasCore(editor, editing, { title: '', summary: '' });
  const wireMode = new WireModeKeys(editor, core);
  render(
    <PartsProvider value={{ editor, editing, core, wireMode, problems }}>{part}</PartsProvider>,
  );
}
