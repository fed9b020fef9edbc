import { flushSync } from 'react-dom';
import { showLatestPath } from '../store/shown-path';
import type { Command } from './command';
import { focused, hasSelection, outputsThrough, shownOutput } from './focused';
import { goToHit } from './go-to-hit';
import { nextRegion } from './regions';

/** What is seen, and where the keys go. */
export const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'run',
    title: 'command.run',
    group: 'view',
    keys: ['Mod+k'],
    scope: 'everywhere',
    inFields: true,
    run: ({ editor }) => editor.view.set({ open: { kind: 'run' } }),
  },
  {
    id: 'find',
    title: 'command.find',
    group: 'view',
    keys: ['Mod+f'],
    scope: 'everywhere',
    run: ({ editor }) => {
      // At once: whoever types on would otherwise begin with keys that are commands of the canvas.
      flushSync(() => editor.view.set({ left: 'flows' }));
      const field = document.querySelector<HTMLInputElement>('[data-filter]');
      field?.focus();
      field?.select();
    },
  },
  {
    id: 'find-next',
    title: 'command.findNext',
    group: 'view',
    keys: ['F3'],
    scope: 'everywhere',
    inFields: true,
    isEnabled: ({ editor }) => editor.view.state.find.trim() !== '',
    run: (context) => goToHit(context, 1),
  },
  {
    id: 'find-previous',
    title: 'command.findPrevious',
    group: 'view',
    keys: ['Shift+F3'],
    scope: 'everywhere',
    inFields: true,
    isEnabled: ({ editor }) => editor.view.state.find.trim() !== '',
    run: (context) => goToHit(context, -1),
  },
  {
    id: 'fit',
    title: 'command.fit',
    group: 'view',
    keys: ['Shift+Digit1'],
    scope: 'canvas',
    run: ({ core }) => core.fit(),
  },
  {
    id: 'fit-selection',
    title: 'command.fitSelection',
    group: 'view',
    keys: ['Shift+Digit2'],
    scope: 'canvas',
    isEnabled: hasSelection,
    run: ({ core, editor }) => core.fit(editor.selection.current()),
  },
  {
    id: 'zoom-reset',
    title: 'command.zoomReset',
    group: 'view',
    keys: ['Shift+Digit0'],
    scope: 'canvas',
    run: ({ core }) => core.camera.zoomTo(1),
  },
  {
    id: 'zoom-in',
    title: 'command.zoomIn',
    group: 'view',
    keys: ['+', '='],
    scope: 'canvas',
    run: ({ core }) => core.camera.zoomBy(1.25),
  },
  {
    id: 'zoom-out',
    title: 'command.zoomOut',
    group: 'view',
    keys: ['-'],
    scope: 'canvas',
    run: ({ core }) => core.camera.zoomBy(0.8),
  },
  {
    id: 'tab-edit',
    title: 'command.tabEdit',
    group: 'view',
    keys: ['Alt+Digit1'],
    scope: 'everywhere',
    inFields: true,
    run: ({ editor }) => editor.view.set({ rightOpen: true, right: 'edit' }),
  },
  {
    id: 'tab-live',
    title: 'command.tabLive',
    group: 'view',
    keys: ['Alt+Digit2'],
    scope: 'everywhere',
    inFields: true,
    run: ({ editor }) => editor.view.set({ rightOpen: true, right: 'live' }),
  },
  {
    id: 'tab-help',
    title: 'command.tabHelp',
    group: 'view',
    keys: ['Alt+Digit3'],
    scope: 'everywhere',
    inFields: true,
    run: ({ editor }) => editor.view.set({ rightOpen: true, right: 'help' }),
  },
  {
    id: 'inspect',
    title: 'command.inspect',
    group: 'view',
    keys: ['v'],
    scope: 'canvas',
    isEnabled: (context) => shownOutput(context) !== undefined,
    run: (context) => {
      const output = shownOutput(context);
      if (output !== undefined) context.core.inspect(output);
    },
  },
  {
    id: 'message-path',
    title: 'command.messagePath',
    group: 'view',
    keys: ['m'],
    scope: 'canvas',
    isOffered: ({ editor }) => editor.engine.has('path'),
    isEnabled: (context) => context.editor.engine.has('path') && outputsThrough(context).length > 0,
    run: (context) => void showLatestPath(context.editor, outputsThrough(context)),
  },
  {
    id: 'pause-live',
    title: 'command.pauseLive',
    group: 'view',
    keys: ['b'],
    scope: 'canvas',
    run: ({ editor }) => editor.live.pause(!editor.live.store.getState().paused),
  },
  {
    id: 'theme',
    title: 'command.theme',
    group: 'view',
    keys: [],
    scope: 'everywhere',
    run: ({ editor }) => {
      const { theme } = document.documentElement.dataset;
      editor.view.set({ theme: theme === 'dark' ? 'light' : 'dark' });
    },
  },
  {
    id: 'next-region',
    title: 'command.nextRegion',
    group: 'view',
    keys: ['F6'],
    scope: 'everywhere',
    inFields: true,
    run: () => nextRegion(1),
  },
  {
    id: 'previous-region',
    title: 'command.previousRegion',
    group: 'view',
    keys: ['Shift+F6'],
    scope: 'everywhere',
    inFields: true,
    hidden: true,
    run: () => nextRegion(-1),
  },
  {
    id: 'back-to-canvas',
    title: 'command.toCanvas',
    group: 'view',
    keys: ['Mod+Enter'],
    scope: 'everywhere',
    inFields: true,
    run: (context) => {
      const node = focused(context);
      if (node !== undefined) context.core.focusCard(node.id);
      else document.querySelector<HTMLElement>('[data-canvas-focus]')?.focus();
    },
  },
  {
    id: 'keys',
    title: 'command.keys',
    group: 'view',
    keys: ['?'],
    scope: 'canvas',
    run: ({ editor }) => editor.view.set({ open: { kind: 'keys' } }),
  },
];
