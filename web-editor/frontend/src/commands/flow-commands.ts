import { isRecordable } from '../model/recording-scope';
import { flushPendingEdits } from '../store/pending-edits';
import { mayRecord, mayTest } from '../store/may-test';
import type { Command, CommandContext } from './command';
import { subflowOf } from './focused';

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
    id: 'changes',
    title: 'command.changes',
    group: 'flow',
    keys: ['Mod+Shift+Enter'],
    scope: 'everywhere',
    inFields: true,
    run: ({ editor }) => {
      flushPendingEdits();
      editor.view.set({ open: { kind: 'changes' } });
    },
  },
  {
    id: 'history',
    title: 'command.history',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    isEnabled: ({ editor }) => editor.engine.has('deploys'),
    run: ({ editor }) => editor.view.set({ open: { kind: 'history' } }),
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
    id: 'import',
    title: 'command.import',
    group: 'flow',
    keys: ['Mod+i'],
    scope: 'everywhere',
    run: ({ editor }) => editor.view.set({ open: { kind: 'import' } }),
  },
  {
    id: 'export',
    title: 'command.export',
    group: 'flow',
    keys: ['Mod+e'],
    scope: 'everywhere',
    run: ({ editor }) => editor.view.set({ open: { kind: 'export' } }),
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
    id: 'add-subflow',
    title: 'command.addSubflow',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    run: ({ editing }) => void editing.subflows.add(),
  },
  {
    id: 'enter',
    title: 'command.enter',
    group: 'flow',
    keys: ['Shift+Enter'],
    scope: 'canvas',
    isOffered: (context) => subflowOf(context) !== undefined,
    isEnabled: (context) => subflowOf(context) !== undefined,
    run: (context) => {
      const definition = subflowOf(context);
      if (definition !== undefined) context.editor.selection.enter(definition.id);
    },
  },
  {
    id: 'leave',
    title: 'command.leave',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    isOffered: ({ editor }) => editor.selection.state.trail.length > 0,
    run: ({ editor }) => void editor.selection.leave(),
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

/** Tests made of messages. */
export const TEST_COMMANDS: readonly Command[] = [
  {
    id: 'record-test',
    title: 'command.recordTest',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    isOffered: ({ editor }) => mayRecord(editor),
    isEnabled: ({ editor }) =>
      editor.tests.state.recording === undefined &&
      isRecordable(editor.documents.state.base, editor.selection.state.flow),
    run: ({ editor }) => editor.view.set({ open: { kind: 'record', from: {} } }),
  },
  {
    id: 'stop-recording',
    title: 'command.stopRecording',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    isOffered: ({ editor }) => mayRecord(editor),
    isEnabled: ({ editor }) => editor.tests.state.recording?.isEnding === false,
    run: ({ editor }) => editor.engine.tests.stop(),
  },
  {
    id: 'tests',
    title: 'command.tests',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    isOffered: ({ editor }) => editor.engine.has('tests'),
    run: ({ editor }) => editor.view.set({ left: 'tests' }),
  },
  {
    id: 'run-tests',
    title: 'command.runTests',
    group: 'flow',
    keys: [],
    scope: 'everywhere',
    isOffered: ({ editor }) => mayTest(editor),
    run: ({ editor }) => {
      editor.view.set({ left: 'tests' });
      void editor.engine.tests.run();
    },
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
