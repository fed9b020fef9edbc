import type { NodeId } from '../model/flow-entry';
import { neighbour, readingOrder, type Direction } from '../model/flow-order';
import { GRID_X, GRID_Y } from '../store/placement';
import type { Command, CommandContext } from './command';
import { focused } from './focused';

const DIRECTIONS: readonly Direction[] = ['left', 'right', 'up', 'down'];

/** From node to node by arrows, and nodes along the grid. */
export const WALK_COMMANDS: readonly Command[] = [
  ...DIRECTIONS.flatMap((d) => [walk(d, false), walk(d, true), nudge(d, false), nudge(d, true)]),
  step('next', 'PageDown'),
  step('previous', 'PageUp'),
  step('first', 'Home'),
  step('last', 'End'),
];

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
      editing.move(ids, by[0] ?? 0, by[1] ?? 0, { visit: `nudge ${ids.join(' ')}` });
    },
  };
}
