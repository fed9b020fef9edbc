import { describe, expect, it, vi } from 'vitest';
import type { MessageTest } from '../model/message-test';
import { ApiError, type AdminApi } from './admin-api';
import { TestsApi } from './tests-api';

const FAN: MessageTest = { id: '1', name: 'Fan', flow: 't', inputs: [], outputs: {} };

function json(body: unknown, tag = ''): Response {
  return new Response(JSON.stringify(body), { headers: tag === '' ? {} : { ETag: tag } });
}

function apiThat(...answers: (Response | ApiError)[]) {
  const request = vi.fn<AdminApi['request']>(() => {
    const answer = answers.shift();
    return answer instanceof ApiError ? Promise.reject(answer) : Promise.resolve(answer!);
  });
  return { api: new TestsApi({ request }), request };
}

const mismatch = () => new ApiError(412, 'tests_mismatch', 'somebody else has changed the tests');

describe('the tests that are kept', () => {
  it('are changed as they are now, though somebody else came in between', async () => {
    const other = { ...FAN, id: '2', name: 'Lamp' };
    const { api, request } = apiThat(
      json({ tests: [] }, '"a"'),
      mismatch(),
      json({ tests: [other] }, '"b"'),
      new Response(null, { status: 204 }),
    );
    expect(await api.change((tests) => [...tests, FAN])).toEqual([other, FAN]);
    const [path, init] = request.mock.calls.at(-1)!;
    expect(path).toBe('weir/tests');
    expect(new Headers(init.headers).get('If-Match')).toBe('"b"');
    expect(init.body).toBe(JSON.stringify({ tests: [other, FAN] }));
  });

  it('are not fought over for ever', async () => {
    const { api } = apiThat(...[1, 2, 3].flatMap(() => [json({ tests: [] }, '"a"'), mismatch()]));
    await expect(api.change((tests) => tests)).rejects.toThrow('somebody else');
  });

  it('run as they are chosen, on edited flows or on what runs', async () => {
    const { api, request } = apiThat(json({ results: [] }), json({ results: [] }));
    await api.run(undefined, undefined);
    expect(request.mock.calls[0]?.[1].body).toBe('{}');
    await api.run(['1'], [{ id: 't' }]);
    expect(request.mock.calls[1]?.[1].body).toBe('{"tests":["1"],"flows":[{"id":"t"}]}');
  });
});

it('a recording that isn’t going on has no progress', async () => {
  const { api } = apiThat(json({ inputs: 3 }), new ApiError(404, 'not_found', ''));
  expect(await api.cameIn('x')).toBe(3);
  expect(await api.cameIn('x')).toBeUndefined();
});
