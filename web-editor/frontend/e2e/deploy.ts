import { expect, type APIRequestContext } from '@playwright/test';

/** Puts these flows in the place of all that run. */
export async function deploy(request: APIRequestContext, flows: readonly unknown[]): Promise<void> {
  const answer = await request.post('flows', {
    headers: { 'Node-RED-API-Version': 'v2', 'Node-RED-Deployment-Type': 'full' },
    data: { flows },
  });
  expect(answer.ok()).toBe(true);
}
