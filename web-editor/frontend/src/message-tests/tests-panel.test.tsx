// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testResults, type MessageTest } from '../model/message-test';
import type { MessageTests } from '../store/editor';
import { testEditor } from '../store/testing';
import { renderIn } from '../ui/testing';
import TestsPanel from './tests-panel';

afterEach(cleanup);

const FAN: MessageTest = {
  id: '1',
  name: 'Fan follows temperature',
  flow: 't',
  inputs: [],
  outputs: { hot: { 0: [{ payload: 'ON' }] } },
  ignore: ['topic'],
};
const LAMP: MessageTest = { id: '2', name: 'Lamp', flow: 'gone', inputs: [], outputs: {} };

const RESULTS = testResults({
  results: [
    {
      id: '1',
      ok: false,
      ran: true,
      outputs: [
        {
          node: 'hot',
          port: 0,
          differences: [
            { message: 1, path: 'payload', expected: 'ON', actual: 'OFF' },
            { message: 2, path: '', actual: { payload: 'late' } },
          ],
        },
      ],
    },
    { id: '2', ok: false, ran: false, problem: 'flow gone is not there', outputs: [] },
  ],
});

function open(part: Partial<MessageTests> = {}, permissions?: string) {
  const {
    editor: plain,
    editing,
    problems,
  } = testEditor([
    { id: 't', type: 'tab', label: 'Greenhouse' },
    { id: 'hot', type: 'switch', z: 't', name: 'Too hot?', x: 0, y: 0, wires: [[]] },
  ]);
  const tests = {
    ...plain.engine.tests,
    load: vi.fn(() => {
      plain.tests.take([FAN, LAMP]);
      return Promise.resolve();
    }),
    keep: vi.fn(() => Promise.resolve()),
    remove: vi.fn(() => Promise.resolve()),
    run: vi.fn(() => {
      plain.tests.ran(RESULTS, plain.documents.document);
      return Promise.resolve();
    }),
    ...part,
  };
  const editor = { ...plain, engine: { ...plain.engine, tests } };
  if (permissions !== undefined) {
    editor.session.set({ user: { name: 'x', permissions: [permissions] } });
  }
  renderIn({ editing, problems }, editor, <TestsPanel />);
  return { editor, editing, tests };
}

async function row(name: string) {
  const title = await screen.findByText(name);
  return within(title.closest('li')!);
}

describe('the tests panel', () => {
  it('lists tests with their flow, and what came of them', async () => {
    const { tests } = open();
    expect(
      (await row('Fan follows temperature')).getByText('Greenhouse · not run yet'),
    ).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Run all' }));
    expect(tests.run).toHaveBeenCalledWith();

    const fan = await row('Fan follows temperature');
    await waitFor(() => expect(fan.getByText('Greenhouse · failed')).toBeTruthy());
    expect(fan.getByRole('button', { name: 'Too hot?, output 1' })).toBeTruthy();
    expect(fan.getByText('Message 1, payload')).toBeTruthy();
    expect(fan.getByText('"ON"')).toBeTruthy();
    expect(fan.getByText('"OFF"')).toBeTruthy();
    expect(fan.getByText('{payload: "late"}')).toBeTruthy();
    const lamp = await row('Lamp');
    expect(lamp.getByText('flow is gone · could not run')).toBeTruthy();
    expect(lamp.getByText('flow gone is not there')).toBeTruthy();
  });

  it('runs one, and says when the flows are others since', async () => {
    const { tests, editing } = open();
    const fan = await row('Fan follows temperature');
    fireEvent.click(fan.getByRole('button', { name: 'Run Fan follows temperature' }));
    expect(tests.run).toHaveBeenCalledWith(['1']);
    await waitFor(() => expect(fan.getByText(/failed$/)).toBeTruthy());
    act(() => editing.update('hot', { name: 'Hot' }, 'Name'));
    expect(fan.getByText('Greenhouse · failed · edited since')).toBeTruthy();
    expect(screen.getByText(/with 1 edit that isn’t deployed/)).toBeTruthy();
  });

  it('lets a field differ from a difference, and runs the test again', async () => {
    const { tests } = open();
    fireEvent.click(await screen.findByRole('button', { name: 'Run all' }));
    fireEvent.click(await screen.findByRole('button', { name: 'payload may differ' }));
    expect(tests.keep).toHaveBeenCalledWith({ ...FAN, ignore: ['topic', 'payload'] });
    await waitFor(() => expect(tests.run).toHaveBeenLastCalledWith(['1']));
  });

  it('has the setting that deploys wait for them', async () => {
    const { editor } = open();
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Run them before each deploy' }));
    expect(editor.view.state.testsFirst).toBe(true);
  });

  it('puts a deleted test back', async () => {
    const { tests } = open();
    fireEvent.click(await screen.findByRole('button', { name: 'Delete Lamp' }));
    expect(tests.remove).toHaveBeenCalledWith('2');
    fireEvent.click(await screen.findByRole('button', { name: 'Put back' }));
    expect(tests.keep).toHaveBeenCalledWith(LAMP);
  });

  it('says what is wrong with the file, and tries again', async () => {
    const load = vi.fn(() => Promise.reject(new Error('tests.json could not be read')));
    open({ load });
    expect((await screen.findByRole('alert')).textContent).toContain(
      'tests.json could not be read',
    );
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('offers those who only read nothing to run, record or change', async () => {
    open({}, 'read');
    const fan = await row('Fan follows temperature');
    expect(fan.getAllByRole('button').map((b) => b.getAttribute('aria-label'))).toEqual([
      'Look at Fan follows temperature',
    ]);
    expect(screen.queryByRole('button', { name: 'Run all' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Record…' })).toBeNull();
  });
});
