import type { Command, CommandContext } from './command';

/** Deploying, and flows as a whole. */
export const FLOW_COMMANDS: readonly Command[] = [
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
];

/** Logging in and out; only where the engine knows users. */
export const SESSION_COMMANDS: readonly Command[] = [
  {
    id: 'log-in',
    title: 'command.logIn',
    group: 'view',
    keys: [],
    scope: 'everywhere',
    isEnabled: ({ editor }) => {
      const { user } = editor.session.state;
      return user !== undefined && user.name === undefined;
    },
    run: ({ editor }) => editor.engine.login.ask(),
  },
  {
    id: 'log-out',
    title: 'command.logOut',
    group: 'view',
    keys: [],
    scope: 'everywhere',
    isEnabled: ({ editor }) => editor.session.state.user?.name !== undefined,
    run: ({ editor }) => editor.engine.login.out(),
  },
];

function otherFlow({ editor }: CommandContext, by: 1 | -1): void {
  const flows = editor.documents.document.flows();
  const at = flows.findIndex((f) => f.id === editor.selection.state.flow);
  const next = flows[(at + by + flows.length) % flows.length];
  if (next !== undefined) editor.selection.openFlow(next.id);
}
