import type { CanvasCore } from '../canvas/canvas-core';
import type { WireModeKeys } from '../canvas/wire-mode';
import type { MessageKey } from '../i18n/t';
import type { Editing } from '../store/editing';
import type { Editor } from '../store/editor';

export interface CommandContext {
  readonly editor: Editor;
  readonly editing: Editing;
  readonly core: CanvasCore;
  readonly wireMode: WireModeKeys;
}

/** Something one can do. Menus, keys and the search box all show the same list. */
export interface Command {
  readonly id: string;
  readonly title: MessageKey;
  readonly group: 'edit' | 'view' | 'flow' | 'walk';
  readonly keys: readonly string[];
  /** Plain keys work only while the canvas has the focus; the others everywhere. */
  readonly scope: 'everywhere' | 'canvas';
  /** Also inside text fields, where they mean nothing else. */
  readonly inFields?: boolean;
  /** The browser sends an event of its own for these keys, with the clipboard in it. */
  readonly native?: boolean;
  readonly hidden?: boolean;
  /** Menus and lists leave it out where this says no: nobody here could ever do it. */
  isOffered?(context: CommandContext): boolean;
  isEnabled?(context: CommandContext): boolean;
  run(context: CommandContext): void;
}
