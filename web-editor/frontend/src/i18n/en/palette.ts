import type { Messages } from '../message';

/** English: adding nodes, and the box that finds everything. */
export const palette = {
  'add.title': 'Add',
  'add.filter': 'Filter nodes',
  'add.failed': 'Node types couldn’t be loaded. Editing existing nodes still works.',

  'quick.title': 'Add a node',
  'quick.after': 'Add after {name}',
  'quick.insert': 'Insert into the wire',
  'quick.placeholder': 'Node, or “if > 30”, “pub home/fan”…',
  'quick.none': 'Nothing fits',

  'run.title': 'Search or run',
  'run.button': 'Search or run…',
  'run.placeholder': 'Nodes, flows, commands… ( > commands, @ nodes )',
  'run.none': 'Nothing found',
  'run.command': 'command',
  'run.flow': 'flow',

  'kind.start': 'start',
  'kind.decide': 'decide',
  'kind.change': 'change',
  'kind.code': 'code',
  'kind.wait': 'wait',
  'kind.network': 'network',
  'kind.storage': 'storage',
  'kind.look': 'look',
  'kind.organise': 'organise',
  'kind.config': 'shared settings',
  'kind.subflow': 'subflow',
  'kind.unknown': 'unknown type',

  'group.start': 'Start',
  'group.decide': 'Decide',
  'group.change': 'Change',
  'group.code': 'Code',
  'group.wait': 'Wait',
  'group.network': 'Send and receive',
  'group.storage': 'Store',
  'group.look': 'Look',
  'group.organise': 'Organise',
  'group.subflow': 'Yours',
} as const satisfies Messages;
