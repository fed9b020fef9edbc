import type { Messages } from '../message';

/** English: bars, dialogs and what is always there. */
export const shell = {
  close: 'Close',

  'skip.canvas': 'Skip to the canvas',

  'start.failed': 'The editor can’t start',
  'start.noAnswer': 'Weir doesn’t answer. Is it running?',
  'start.again': 'Try again',

  'flow.new': 'Flow {name}',
  'flow.enabled': 'Enabled',
  'flow.rename': 'Rename',
  'flow.left': 'Move left',
  'flow.right': 'Move right',
  'flow.menu': 'Flow',
  'flow.counts': { one: '{n} node', other: '{n} nodes' },

  'flows.title': 'Flows',
  'flows.filter': 'Find in flows',
  'flows.more': { one: '{n} more', other: '{n} more' },

  'find.at': '{name}, {at} of {of}',
  'find.found': { one: '{n} found', other: '{n} found' },
  'find.help':
    'Words are looked for in names, types and settings. Also: type:function topic:temp name:lamp flow:kitchen uses:broker is:changed is:problem is:disabled is:unused is:unknown',
  'find.nothing': 'Nothing has “{text}” in it',
  'find.settings': 'Shared settings',

  'user.menu': 'User: {name}',
  'user.anonymous': 'Not logged in',

  'rail.label': 'Panels',
  'rail.resize': 'Width of the left panel',

  'right.label': 'Details',
  'right.edit': 'Edit',
  'right.live': 'Live',
  'right.help': 'Help',
  'right.open': 'Open details',
  'right.close': 'Close details',
  'right.resize': 'Width of the right panel',

  'undo.named': 'Undo: {name}',

  'redo.named': 'Redo: {name}',

  'status.label': 'Status',
  'status.connected': 'Connected',
  'status.connecting': 'Connecting…',
  'status.lost': 'Reconnecting… ({n} s)',
  'status.refused': 'Logged out. Log in…',
  'status.retryNow': 'Try now',
  'status.zoom': '{n} %',

  'engine.running': 'Running',
  'engine.stopped': 'Flows are stopped',
  'engine.safe': 'Safe mode: flows wait for a deploy',
  'engine.missingTypes': 'Not running, types missing: {types}',
  'engine.missingModules': 'Not running, modules missing',
  'engine.credentials': 'Stored passwords couldn’t be read; they must be entered again',

  'offline.line': 'No connection to Weir since {since}. Your edits are kept on this device.',
  'offline.reason': 'Not possible without a connection to Weir',

  'readOnly.item': '{name} may look, not change',
  'readOnly.anonymous': 'Log in to change flows',
  'readOnly.deploy': 'You may look at the flows, but not deploy them',
  'readOnly.send': 'You may look at the flows, but not send messages into them',
  'readOnly.toggle': 'You may look at the flows, but not switch their debug nodes',

  'kept.at': 'Kept on this device {ago}',
  'kept.shared': 'Kept on this device and in Weir {ago}',
  'kept.now': 'just now',
  'kept.failed': 'Not kept: this device’s storage is full or closed',

  'draft.label': 'Draft of another device',
  'draft.offer': 'Continue the draft from {device}?',
  'draft.edits': { one: '{n} edit, {ago}', other: '{n} edits, {ago}' },
  'draft.continue': 'Continue',
  'draft.continueTitle': 'Takes those edits over to here; undo gives them back',
  'draft.leave': 'Leave it',
  'draft.leaveTitle': 'Goes on with what is here; the other device keeps its edits',
  'draft.taken': {
    one: '{n} edit taken over from {device}',
    other: '{n} edits taken over from {device}',
  },
  'draft.unfit': {
    one: '{n} edit does not fit any more: it was changed here, too.',
    other: '{n} edits do not fit any more: they were changed here, too.',
  },

  'deploy.button': 'Deploy',
  'deploy.count': { one: 'Deploy · {n}', other: 'Deploy · {n}' },
  'deploy.running': 'Deploying…',
  'deploy.title': 'Make the changes run',
  'deploy.menu': 'Other ways to deploy',
  'deploy.done': 'Deployed',
  'deploy.doneAt': 'Deployed {at}',
  'deploy.dismiss': 'Dismiss',
  'deploy.fatal': 'Not deployed: there are errors. What runs is unchanged.',
  'deploy.testsFail': 'Not deployed: not all tests pass. What runs is unchanged.',
  'deploy.refused': 'Not deployed: {text}. What runs is unchanged.',
  'deploy.unreachable':
    'Not deployed: Weir can’t be reached. Your edits are kept; deploy again when it is back.',
  'deploy.loggedOut': 'Not deployed: the session is over. Log in, then deploy again.',
  'deploy.forbidden': 'Not deployed: you may look at the flows, but not change them.',
  'deploy.conflict': 'Not deployed: someone else deployed meanwhile, and has changed the same',
  'deploy.other': 'Someone else deployed, and has changed what you have edited',
  'deploy.merged': 'Someone else deployed; their changes and your edits are together now',
  'deploy.mergedFirst':
    'Not deployed yet: someone else deployed meanwhile. Their changes are here now, beside yours; deploy again.',
  'deploy.takenOver': 'Someone else deployed; their flows are shown',

  'conflict.title': 'Someone else has changed the same',
  'conflict.text': {
    one: 'You and someone else have changed {n} thing in different ways. Say which of the two stays. All else goes together by itself; nothing runs before you deploy.',
    other:
      'You and someone else have changed {n} things in different ways. Say which of the two stays. All else goes together by itself; nothing runs before you deploy.',
  },
  'conflict.toDecide': {
    one: 'Someone else deployed: {n} to decide',
    other: 'Someone else deployed: {n} to decide',
  },
  'conflict.mine': 'Mine',
  'conflict.theirs': 'Theirs',
  'conflict.deleted': 'deleted',
  'conflict.changed': 'changed',
  'conflict.none': 'none',
  'conflict.value': '{what}: {value}',
  'conflict.allMine': 'All mine',
  'conflict.allTheirs': 'All theirs',
  'conflict.later': 'Decide later',
  'conflict.reload': 'Discard all my edits',
  'conflict.decide': 'Go on with these',

  'history.title': 'Earlier deploys',
  'history.none': 'Nothing has been deployed yet',
  'history.edits': {
    one: 'You have {n} edit that is not deployed. Deploy or undo it first: going back would lose it.',
    other:
      'You have {n} edits that are not deployed. Deploy or undo them first: going back would lose them.',
  },
  'history.present': 'Running now',
  'history.restore': 'Go back',
  'history.restoreOf': 'Go back to {time}',
  'history.restored': 'Gone back to what was deployed before',
  'history.added': '{n} added',
  'history.changed': '{n} changed',
  'history.removed': '{n} removed',
  'history.same': 'nothing changed',

  'problems.title': 'Problems',
  'problems.none': 'No problems',
  'problems.count': { one: '{n} problem', other: '{n} problems' },
  'problems.error': 'Error',
  'problems.warning': 'Warning',
  'problems.fix': 'I’ll fix them',
  'problems.anyway': 'Deploy anyway',
} as const satisfies Messages;
