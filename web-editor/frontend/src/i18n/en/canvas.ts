import type { Messages } from '../message';

/** English: the drawing. */
export const canvas = {
  'canvas.label': {
    one: 'Flow {name}, {n} node. Question mark for keys.',
    other: 'Flow {name}, {n} nodes. Question mark for keys.',
  },
  'canvas.apart': 'These nodes stand in different groups. Take them out of their groups first.',
  'subflow.back': 'Back to {name}',
  'subflow.inItself': 'A subflow can’t be inside of itself',
  'subflow.input': 'Input',
  'subflow.line': {
    one: '{name} is a subflow, used once. A change here changes it there.',
    other: '{name} is a subflow, used {n} times. A change here changes them all.',
  },
  'subflow.manyInputs':
    'Messages come into these nodes at different places, and a subflow has one input. Wire them to one node first.',
  'subflow.new': 'Subflow {n}',
  'subflow.nothing': 'Select the nodes of which it is to be made',
  'subflow.output': 'Output',
  'subflow.status': 'Status',
  'subflow.unused': '{name} is a subflow that is not used yet. Add it to a flow as any node.',
  'canvas.menu': 'Commands',
  'canvas.zoomBar': 'View',
  'canvas.noInput': '{name} has no input for this',
  'canvas.noOutput': '{name} has no output for this',
  'canvas.locked': 'This flow is locked',
  'canvas.nothingHere': 'Nothing here',
  'canvas.back': 'Back to the flow',

  'empty.title': 'What should happen?',
  'empty.text':
    'Drag a node from the left, double-click anywhere, or say what you want: “sub greenhouse/temp”, “every 10 min”, “if > 30”.',
  'empty.add': 'Add the first node',

  'node.role': 'node',
  'node.changed': 'changed',
  'node.disabled': 'disabled',
  'node.unknown': '{type} is not installed',
  'node.problems': { one: '{n} problem', other: '{n} problems' },
  'node.from': 'from {names}',
  'node.to': 'to {names}',
  'node.send': 'Send {name}',
  'node.sendHint': 'Send now (I)',
  'node.deployFirst': 'Deploy first, then it can send',
  'node.toggle': '{name} on or off',
  'node.isOn': 'Shown in Live; press to switch off (I)',
  'node.isOff': 'Not shown in Live; press to switch on (I)',
  'node.onOff': 'on/off',
  'node.addAfter': 'Add after {name}',
  'node.addAfterPort': 'Add after {name}, output {port}',
  'node.addAfterHint': 'Click to add the next step (.), drag to wire',

  'wire.from': 'From {name}, output {port} of {ports}, to',
  'wire.choose': 'Output {port} of {ports} {label} to {name}',
  'wire.none': 'no node fits',
  'wire.keys': '↑↓ target  ←→ output  Enter  Esc',
  'wire.title': { one: 'Wire', other: '{n} wires' },
  'wire.words': '{from}, output {port} → {to}',
} as const satisfies Messages;
