import { neighbour, readingOrder, type Direction } from '../model/flow-order';
import type { FlowEntry, NodeId } from '../model/flow-entry';
import { GRID_X, GRID_Y } from '../store/placement';
import type { Command, CommandContext } from './command';
import { copySelection, pasteFromClipboard } from './clipboard';
import { nextRegion } from './regions';

function focused({ editor }: CommandContext): FlowEntry | undefined {
  const { focus, nodes } = editor.selection.state;
  const id = focus !== undefined && nodes.has(focus) ? focus : ([...nodes][0] ?? focus);
  return id === undefined ? undefined : editor.documents.document.get(id);
}

function hasSelection({ editor }: CommandContext): boolean {
  const { nodes, wires } = editor.selection.state;
  return nodes.size > 0 || wires.length > 0;
}

function goTo(context: CommandContext, id: NodeId | undefined, extend = false): void {
  if (id === undefined) return;
  const { selection } = context.editor;
  selection.select(extend ? [...new Set([...selection.current(), id])] : [id]);
  selection.focus(id);
  context.core.focusCard(id);
}

function walk(direction: Direction, extend: boolean): Command {
  const arrow = `Arrow${direction[0]?.toUpperCase() ?? ''}${direction.slice(1)}`;
  return {
    id: `walk-${direction}${extend ? '-extend' : ''}`,
    title: extend ? 'command.extend' : 'command.walk',
    group: 'walk',
    keys: [extend ? `Shift+${arrow}` : arrow],
    scope: 'canvas',
    hidden: true,
    run(context) {
      const { document } = context.editor.documents;
      const from = focused(context);
      const first = readingOrder(document, context.editor.selection.state.flow)[0]?.id;
      goTo(context, from === undefined ? first : neighbour(document, from, direction), extend);
    },
  };
}

function step(to: 'next' | 'previous' | 'first' | 'last', key: string): Command {
  return {
    id: `go-${to}`,
    title: 'command.order',
    group: 'walk',
    keys: [key],
    scope: 'canvas',
    hidden: true,
    run(context) {
      const { document } = context.editor.documents;
      const order = readingOrder(document, context.editor.selection.state.flow);
      const at = order.findIndex((n) => n.id === focused(context)?.id);
      const index = { next: at + 1, previous: at - 1, first: 0, last: order.length - 1 }[to];
      goTo(context, order[Math.max(0, Math.min(order.length - 1, index))]?.id);
    },
  };
}

function nudge(direction: Direction, fine: boolean): Command {
  const arrow = `Arrow${direction[0]?.toUpperCase() ?? ''}${direction.slice(1)}`;
  const [x, y] = fine ? [1, 1] : [GRID_X, GRID_Y];
  const by = { left: [-x, 0], right: [x, 0], up: [0, -y], down: [0, y] }[direction];
  return {
    id: `move-${direction}${fine ? '-fine' : ''}`,
    title: 'command.nudge',
    group: 'walk',
    keys: [fine ? `Alt+Shift+${arrow}` : `Alt+${arrow}`],
    scope: 'canvas',
    hidden: true,
    run({ editor, editing }) {
      // Moving step by step is one thing to undo, until something else is done.
      const ids = editor.selection.current();
      editing.move(ids, by[0] ?? 0, by[1] ?? 0, `nudge ${ids.join(' ')}`);
    },
  };
}

const DIRECTIONS: readonly Direction[] = ['left', 'right', 'up', 'down'];

export const COMMANDS: readonly Command[] = [
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
    id: 'deploy',
    title: 'command.deploy',
    group: 'flow',
    keys: ['Mod+d', 'Mod+s'],
    scope: 'everywhere',
    inFields: true,
    run: ({ editor }) => void editor.engine.deploy('nodes'),
  },
  {
    id: 'deploy-flows',
    title: 'command.deployFlows',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    run: ({ editor }) => void editor.engine.deploy('flows'),
  },
  {
    id: 'deploy-full',
    title: 'command.deployFull',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    run: ({ editor }) => void editor.engine.deploy('full'),
  },
  {
    id: 'restart',
    title: 'command.restart',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    run: ({ editor }) => void editor.engine.deploy('reload'),
  },
  {
    id: 'discard',
    title: 'command.discard',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    isEnabled: ({ editor }) => editor.documents.state.changed.size > 0,
    run: ({ editor }) => void editor.engine.reload(),
  },
  {
    id: 'undo',
    title: 'command.undo',
    group: 'edit',
    keys: ['Mod+z'],
    scope: 'everywhere',
    isEnabled: ({ editor }) => editor.documents.state.undo.length > 0,
    run: ({ editing }) => editing.undo(),
  },
  {
    id: 'redo',
    title: 'command.redo',
    group: 'edit',
    keys: ['Mod+Shift+z', 'Mod+y'],
    scope: 'everywhere',
    isEnabled: ({ editor }) => editor.documents.state.redo.length > 0,
    run: ({ editing }) => editing.redo(),
  },
  {
    id: 'add',
    title: 'command.add',
    group: 'edit',
    keys: ['a'],
    scope: 'canvas',
    run: ({ core }) => core.quickAddInView(),
  },
  {
    id: 'add-next',
    title: 'command.addNext',
    group: 'edit',
    keys: ['.', 'Mod+ '],
    scope: 'canvas',
    run(context) {
      const node = focused(context);
      const outputs = context.core.layout.faces.get(node?.id ?? '')?.outputs ?? 0;
      if (node !== undefined && outputs > 0) context.core.quickAddFrom(node.id, 0);
      else context.core.quickAddInView();
    },
  },
  {
    id: 'wire',
    title: 'command.wire',
    group: 'edit',
    keys: ['w'],
    scope: 'canvas',
    isEnabled: (context) => focused(context) !== undefined,
    run(context) {
      const node = focused(context);
      if (node !== undefined) context.wireMode.start(node.id);
    },
  },
  {
    id: 'edit',
    title: 'command.edit',
    group: 'edit',
    keys: ['Enter'],
    scope: 'canvas',
    isEnabled: hasSelection,
    run(context) {
      const node = focused(context);
      if (node === undefined) return;
      context.editor.selection.select([node.id]);
      context.editor.view.set({ rightOpen: true, right: 'edit' });
      // The form is there after the next render.
      requestAnimationFrame(() => focusForm());
    },
  },
  {
    id: 'send',
    title: 'command.send',
    group: 'edit',
    keys: ['i'],
    scope: 'canvas',
    isEnabled: (context) => focused(context) !== undefined,
    run(context) {
      const node = focused(context);
      if (node === undefined) return;
      if (context.editing.typeOf(node)?.button === 'toggle') {
        context.editing.update(node.id, { active: node['active'] === false }, 'active');
      } else {
        void context.editor.engine.inject(node.id);
      }
    },
  },
  {
    id: 'delete',
    title: 'command.delete',
    group: 'edit',
    keys: ['Delete', 'Backspace'],
    scope: 'canvas',
    isEnabled: hasSelection,
    run: ({ editing }) => editing.removeSelected(false),
  },
  {
    id: 'delete-heal',
    title: 'command.deleteHeal',
    group: 'edit',
    keys: ['Mod+Delete', 'Mod+Backspace'],
    scope: 'canvas',
    isEnabled: hasSelection,
    run: ({ editing }) => editing.removeSelected(true),
  },
  {
    id: 'enable',
    title: 'command.enable',
    group: 'edit',
    keys: ['e'],
    scope: 'canvas',
    isEnabled: ({ editor }) => editor.selection.state.nodes.size > 0,
    run: ({ editor, editing }) => editing.toggleEnabled(editor.selection.current()),
  },
  {
    id: 'copy',
    title: 'command.copy',
    group: 'edit',
    keys: ['Mod+c'],
    scope: 'canvas',
    native: true,
    isEnabled: hasSelection,
    run: (context) => void copySelection(context, false),
  },
  {
    id: 'cut',
    title: 'command.cut',
    group: 'edit',
    keys: ['Mod+x'],
    scope: 'canvas',
    native: true,
    isEnabled: hasSelection,
    run: (context) => void copySelection(context, true),
  },
  {
    id: 'paste',
    title: 'command.paste',
    group: 'edit',
    keys: ['Mod+v'],
    scope: 'canvas',
    native: true,
    run: (context) => void pasteFromClipboard(context),
  },
  {
    id: 'duplicate',
    title: 'command.duplicate',
    group: 'edit',
    keys: ['Mod+Shift+d'],
    scope: 'canvas',
    isEnabled: hasSelection,
    run: ({ editing }) => editing.duplicate(),
  },
  {
    id: 'select-all',
    title: 'command.selectAll',
    group: 'edit',
    keys: ['Mod+a'],
    scope: 'canvas',
    run: ({ editor }) => {
      const { flow } = editor.selection.state;
      editor.selection.select(editor.documents.document.nodesIn(flow).map((n) => n.id));
    },
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
    run: ({ core }) => core.zoomTo(1),
  },
  {
    id: 'zoom-in',
    title: 'command.zoomIn',
    group: 'view',
    keys: ['+', '='],
    scope: 'canvas',
    run: ({ core }) => core.zoomBy(1.25),
  },
  {
    id: 'zoom-out',
    title: 'command.zoomOut',
    group: 'view',
    keys: ['-'],
    scope: 'canvas',
    run: ({ core }) => core.zoomBy(0.8),
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
    id: 'add-flow',
    title: 'command.addFlow',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    run: ({ editing }) => void editing.addFlow(),
  },
  {
    id: 'next-flow',
    title: 'command.nextFlow',
    group: 'flow',
    keys: ['Alt+PageDown', 'Mod+]'],
    scope: 'everywhere',
    run: (context) => otherFlow(context, 1),
  },
  {
    id: 'previous-flow',
    title: 'command.previousFlow',
    group: 'flow',
    keys: ['Alt+PageUp', 'Mod+['],
    scope: 'everywhere',
    run: (context) => otherFlow(context, -1),
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
  {
    id: 'escape',
    title: 'command.escape',
    group: 'edit',
    keys: ['Escape'],
    scope: 'canvas',
    hidden: true,
    run: ({ core, editor }) => {
      if (!core.cancelTool()) editor.selection.clear();
    },
  },
  ...DIRECTIONS.flatMap((d) => [walk(d, false), walk(d, true), nudge(d, false), nudge(d, true)]),
  step('next', 'PageDown'),
  step('previous', 'PageUp'),
  step('first', 'Home'),
  step('last', 'End'),
];

function otherFlow({ editor }: CommandContext, by: 1 | -1): void {
  const flows = editor.documents.document.flows();
  const at = flows.findIndex((f) => f.id === editor.selection.state.flow);
  const next = flows[(at + by + flows.length) % flows.length];
  if (next !== undefined) editor.selection.openFlow(next.id);
}

/** The first field which the user would fill: not the name, unless there is nothing else. */
export function focusForm(): void {
  const form = document.querySelector('[data-form]');
  const fields = [
    ...(form?.querySelectorAll<HTMLElement>('input, textarea, select, button[data-field]') ?? []),
  ].filter((f) => f.offsetParent !== null);
  (fields.find((f) => f.dataset['name'] === undefined) ?? fields[0])?.focus();
}
