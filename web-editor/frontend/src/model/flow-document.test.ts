import { describe, expect, it } from 'vitest';
import { FlowDocument } from './flow-document';

describe('a flow file', () => {
  it('is written as it was read, unknown keys and odd elements included', () => {
    const text =
      '[{"id":"t","type":"tab","zz":null,"aa":[1,{"b":2,"a":1}]},{"z":"t","id":"n","type":"who knows",' +
      '"x":1.5,"y":-2,"wires":["old",["p"]],"ä":"ü"},{"id":"n","type":"again","x":1,"y":1},7,null]';
    expect(FlowDocument.of(JSON.parse(text) as unknown[]).write()).toBe(text);
  });

  it('takes the last of entries with the same id, as the engine does', () => {
    const document = FlowDocument.of([
      { id: 'n', type: 'first', x: 1, y: 1 },
      { id: 'n', type: 'second', x: 1, y: 1 },
    ]);
    expect(document.get('n')?.type).toBe('second');
  });

  it('finds who uses a config node', () => {
    const document = FlowDocument.of([
      { id: 'k', type: 'mqtt-broker' },
      { id: 'n', type: 'mqtt in', x: 1, y: 1, broker: 'k' },
      { id: 'm', type: 'mqtt in', x: 1, y: 1, broker: '' },
    ]);
    expect(document.usersOf('k').map((e) => e.id)).toEqual(['n']);
  });
});
