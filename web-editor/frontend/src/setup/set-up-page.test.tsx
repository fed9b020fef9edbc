// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { SetUpQuestions } from '../model/set-up';
import { TokenKeeper } from '../store/token-keeper';
import { ApiError, type AdminApi } from '../transport/admin-api';
import { SetUpPage } from './set-up-page';

afterEach(cleanup);

const ALL: SetUpQuestions = { admin: true, mqtt: true, mqttHost: '192.168.1.2', mqttPort: 1883 };

function open(questions: SetUpQuestions | ApiError) {
  const api = {
    openSetUp: vi.fn(() =>
      questions instanceof ApiError ? Promise.reject(questions) : Promise.resolve(questions),
    ),
    finishSetUp: vi.fn<(answers: unknown) => Promise<string | undefined>>(() =>
      Promise.resolve('session'),
    ),
  };
  const tokens = new TokenKeeper('login', undefined);
  render(<SetUpPage api={api as unknown as AdminApi} token="invitation" tokens={tokens} />);
  return { api, tokens };
}

const group = (name: string) => within(screen.getByRole('group', { name }));
const type = (field: HTMLElement, value: string): void => {
  fireEvent.change(field, { target: { value } });
};
const send = (): boolean => fireEvent.click(screen.getByRole('button', { name: 'Set up' }));

async function fillIn(): Promise<void> {
  await screen.findByRole('heading', { name: 'Set up Weir' });
  const admin = group('Who may use the editor');
  type(admin.getByLabelText('Password'), 'a good password');
  const devices = group('Which devices may connect by MQTT');
  type(devices.getByLabelText('User name'), 'lamp');
  type(devices.getByLabelText('Password'), 'another one');
}

test('the answers are sent with the invitation, and whoever gave them is logged in', async () => {
  const { api, tokens } = open(ALL);
  await fillIn();
  send();
  await screen.findByRole('heading', { name: 'Weir is set up' });
  expect(api.finishSetUp).toHaveBeenCalledWith({
    token: 'invitation',
    admin: { username: 'admin', password: 'a good password' },
    mqtt: { username: 'lamp', password: 'another one' },
  });
  expect(tokens.token).toBe('session');
  expect(screen.getByText('another one')).toBeDefined();
  expect(screen.queryByText('a good password')).toBeNull();
});

test('anonymous devices are a choice of its own, with what it means', async () => {
  const { api } = open(ALL);
  await fillIn();
  fireEvent.click(screen.getByLabelText(/Any device, without a password/));
  expect(screen.getByText(/Everybody who reaches this machine/)).toBeDefined();
  send();
  await screen.findByRole('heading', { name: 'Weir is set up' });
  expect(api.finishSetUp.mock.calls[0]?.[0]).toMatchObject({ mqtt: { anonymous: true } });
});

test('nothing is sent while an answer will not do', async () => {
  const { api } = open(ALL);
  await fillIn();
  type(group('Who may use the editor').getByLabelText('Password'), 'short');
  send();
  expect(screen.getByText('The password needs at least 8 characters.')).toBeDefined();
  expect(api.finishSetUp).not.toHaveBeenCalled();
});

test('only what is open is asked', async () => {
  const { api } = open({ admin: false, mqtt: true });
  await screen.findByRole('group', { name: 'Which devices may connect by MQTT' });
  expect(screen.queryByRole('group', { name: 'Who may use the editor' })).toBeNull();
  fireEvent.click(screen.getByLabelText(/Any device/));
  api.finishSetUp.mockResolvedValue(undefined);
  send();
  await screen.findByRole('heading', { name: 'Weir is set up' });
  expect(api.finishSetUp).toHaveBeenCalledWith({
    token: 'invitation',
    mqtt: { anonymous: true },
  });
});

test('what went wrong is said and the answers stay', async () => {
  const { api } = open(ALL);
  await fillIn();
  api.finishSetUp.mockRejectedValue(new ApiError(500, 'storage_failed', 'weir.yaml is locked'));
  send();
  expect(await screen.findByText('Nothing was changed: weir.yaml is locked')).toBeDefined();
  const admin = group('Who may use the editor');
  expect(admin.getByLabelText<HTMLInputElement>('Password').value).toBe('a good password');
});

test.each([
  [403, /doesn’t fit/],
  [404, /no longer needed/],
  [429, /10 minutes/],
])('a link that the engine refuses with %d says why', async (status, text) => {
  open(new ApiError(status, '', ''));
  expect(await screen.findByText(text)).toBeDefined();
});
