import { describe, expect, it } from 'vitest';
import { readFlowText } from './flow-text';

const NODE = '{"id":"a","type":"debug"}';

function ids(text: string): readonly string[] {
  const read = readFlowText(text);
  return 'fault' in read ? [read.fault] : read.entries.map((e) => e.id);
}

describe('a text with a flow', () => {
  it.each([
    ['a list', `[${NODE}]`],
    ['a single node', NODE],
    ['what the Admin API answers', `{"rev":"1","flows":[${NODE}]}`],
    ['a byte order mark and blanks before it', `\uFEFF \n [${NODE}]\n`],
    ['the fences of Markdown', '```json\n[' + NODE + ']\n```\n'],
    ['a fence that is not closed', '```\n[' + NODE + ']'],
    ['the quotes of a word processor', '[{“id”:“a”,”type”:\u00A0“debug”}]'],
  ])('is read: %s', (_, text) => {
    expect(ids(text)).toEqual(['a']);
  });

  it('tells what was put right', () => {
    expect(readFlowText('```\n[{“id”:“a”,“type”:“debug”}]\n```')).toMatchObject({
      repairs: ['fence', 'quotes'],
    });
    expect(readFlowText(`[${NODE}]`)).toMatchObject({ repairs: [] });
  });

  it('keeps typographic quotes that are part of a text', () => {
    const read = readFlowText('[{"id":"a","type":"debug","name":"“Hi”"}]');
    expect(read).toMatchObject({ entries: [{ name: '“Hi”' }], repairs: [] });
  });

  it('takes what tabs were called long ago for tabs, and the first of two with an id', () => {
    expect(
      readFlowText('[{"id":"a","type":"workspace","label":"A"},{"id":"a","type":"debug"}]'),
    ).toMatchObject({ entries: [{ id: 'a', type: 'tab', label: 'A' }] });
  });
});

describe('a text without one', () => {
  it.each([
    ['nothing', '  \n', { fault: 'empty' }],
    ['words', 'hello', { fault: 'json' }],
    ['other JSON', '{"a":1}', { fault: 'other' }],
    ['an empty list', '[]', { fault: 'other' }],
    ['a list of something else', `[${NODE},1]`, { fault: 'element', element: 2 }],
  ])('says so: %s', (_, text, fault) => {
    expect(readFlowText(text)).toMatchObject(fault);
  });

  it('says where JSON breaks, in the text as it was given', () => {
    expect(readFlowText('\n [{"id":"a",\n  "type" "debug"}]')).toEqual({
      fault: 'json',
      at: { offset: 23, line: 3, column: 10 },
    });
  });

  it('says that the end is missing', () => {
    const text = '[{"id":"a","type":"deb';
    expect(readFlowText(text)).toMatchObject({
      fault: 'cut',
      at: { offset: text.length, line: 1, column: text.length + 1 },
    });
    expect(readFlowText('[{"id":"a","type":"debug"},')).toMatchObject({ fault: 'cut' });
    expect(readFlowText('[{“id”:“a”,“type”:“deb')).toMatchObject({ fault: 'cut' });
  });
});
