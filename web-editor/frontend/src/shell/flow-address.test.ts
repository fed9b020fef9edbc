// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { CanvasCore } from '../canvas/canvas-core';
import { testEditor } from '../store/testing';
import { FlowAddress } from './flow-address';

function page(hash: string) {
  const { editor, editing } = testEditor([
    { id: 'one', type: 'tab', label: 'One' },
    { id: 'two/2', type: 'tab', label: 'Two' },
    { id: 'n', type: 'comment', z: 'two/2', x: 0, y: 0 },
    { id: 'lost', type: 'comment', z: 'gone', x: 0, y: 0 },
    { id: 'c', type: 'mqtt-broker' },
  ]);
  const address = { hash, read: () => address.hash, write: (to: string) => (address.hash = to) };
  const core = new CanvasCore(editor, editing, { title: '', summary: '' });
  const follower = new FlowAddress({ editor, core }, address);
  follower.start();
  return { editor, address, follower };
}

describe('the address of the page', () => {
  it('names the flow that is seen', () => {
    const { editor, address } = page('');
    expect(address.hash).toBe('flow/one');
    editor.selection.openFlow('two/2');
    expect(address.hash).toBe('flow/two%2F2');
  });

  it('opens the flow that it names', () => {
    const { editor } = page('flow/two%2F2');
    expect(editor.selection.state.flow).toBe('two/2');
  });

  it('shows the node that it names, and names its flow from then on', () => {
    const { editor, address } = page('node/n');
    expect(editor.selection.state.flow).toBe('two/2');
    expect(editor.selection.current()).toEqual(['n']);
    expect(address.hash).toBe('flow/two%2F2');
  });

  it('is followed when it changes', () => {
    const { editor, address, follower } = page('');
    address.hash = 'node/n';
    follower.follow();
    expect(editor.view.state.flash?.id).toBe('n');
  });

  it.each(['flow/none', 'flow/n', 'node/c', 'node/lost', 'flow/%E0%A4%A', 'other/one', '#'])(
    'that leads nowhere leaves the first flow open: %s',
    (hash) => {
      const { editor, address } = page(hash);
      expect(editor.selection.state.flow).toBe('one');
      expect(address.hash).toBe('flow/one');
    },
  );
});
