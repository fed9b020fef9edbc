// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { topicRows } from '../model/topic-rows';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import { TopicsPanel } from './topics-panel';

afterEach(cleanup);

const KITCHEN = { name: 'kitchen', topic: 'home/kitchen', topics: 2 };
const TEMPERATURE = {
  name: 'temp',
  topic: 'home/kitchen/temp',
  topics: 0,
  preview: '<b>21.5</b>',
  bytes: 11,
  qos: 1,
  retained: true,
  client: 'esp',
  at: 1000,
  count: 17,
};

function open(permissions?: string) {
  const {
    editor: plain,
    editing,
    problems,
  } = testEditor([
    { id: 't', type: 'tab' },
    { id: 'k', type: 'mqtt-broker', name: 'Here', broker: 'localhost', port: 1883 },
  ]);
  const engine = {
    ...plain.engine,
    publish: vi.fn(() => Promise.resolve(true)),
    clearRetained: vi.fn(() => Promise.resolve(true)),
    findTopics: vi.fn(() => Promise.resolve(topicRows([TEMPERATURE]))),
  };
  const editor = { ...plain, engine };
  if (permissions !== undefined) {
    editor.session.set({ user: { name: 'x', permissions: [permissions] } });
  }
  editor.topics.take('', { whole: true, rows: [KITCHEN] });
  editor.topics.take('home/kitchen', { whole: true, rows: [TEMPERATURE] });
  renderIn({ editing, problems }, editor, <TopicsPanel />);
  return { editor, engine };
}

function select(): void {
  fireEvent.click(screen.getByRole('button', { name: 'Unfold home/kitchen' }));
  fireEvent.click(screen.getByRole('button', { name: /^temp/ }));
}

const nodes = (editor: ReturnType<typeof open>['editor']) =>
  editor.documents.document.nodesIn('t').map((node) => [node.type, node['topic']]);

describe('the topics', () => {
  it('unfold, and what they carry is text', () => {
    const { editor } = open();
    expect(screen.queryByText('<b>21.5</b>')).toBeNull();
    select();
    expect(screen.getAllByText('<b>21.5</b>')).toHaveLength(2);
    expect(screen.getByText('from esp')).toBeTruthy();
    act(() =>
      editor.topics.take('home/kitchen', { rows: [{ ...TEMPERATURE, preview: '22', count: 18 }] }),
    );
    expect(screen.getAllByText('22')).toHaveLength(2);
    expect(screen.getByText('18 messages')).toBeTruthy();
  });

  it('come into the flow: a topic as it is, a level with all below it', () => {
    const { editor } = open();
    select();
    fireEvent.click(screen.getByRole('button', { name: 'Listen in this flow' }));
    expect(nodes(editor)).toEqual([['mqtt in', 'home/kitchen/temp']]);
    fireEvent.click(screen.getByRole('button', { name: /^kitchen/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Listen in this flow' }));
    expect(nodes(editor)[1]).toEqual(['mqtt in', 'home/kitchen/#']);
  });

  it('can be published to and cleared', () => {
    const { engine } = open();
    select();
    fireEvent.click(screen.getByRole('button', { name: 'Publish…' }));
    fireEvent.change(screen.getByLabelText('Message'), { target: { value: '23' } });
    fireEvent.change(screen.getByLabelText('QoS'), { target: { value: '1' } });
    fireEvent.click(screen.getByLabelText(/retain/));
    fireEvent.click(screen.getByRole('button', { name: 'Publish' }));
    expect(engine.publish).toHaveBeenCalledWith({
      topic: 'home/kitchen/temp',
      payload: '23',
      qos: 1,
      retain: true,
    });
    fireEvent.click(screen.getByRole('button', { name: 'Clear retained' }));
    expect(engine.clearRetained).toHaveBeenCalledWith('home/kitchen/temp');
  });

  it('can only be looked at by those who only read', () => {
    open('*.read');
    select();
    expect(screen.getByRole('button', { name: 'Publish…' })).toHaveProperty('disabled', true);
    expect(screen.getByRole('button', { name: 'Clear retained' })).toHaveProperty('disabled', true);
  });

  it('are found by what was typed', async () => {
    const { engine } = open();
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'home/+/temp' } });
    expect(await screen.findByRole('button', { name: /^home\/kitchen\/temp/ })).toBeTruthy();
    expect(engine.findTopics).toHaveBeenCalledWith('home/+/temp');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '' } });
    expect(await screen.findByRole('button', { name: 'Unfold home/kitchen' })).toBeTruthy();
  });
});
