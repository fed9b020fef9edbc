// Builds the fake server with Vite's own bundler settings, then runs Vite's page before it.
import { createServer } from 'vite';

const vite = await createServer({ server: { middlewareMode: true }, appType: 'spa' });
const { startFakeWeir } = await vite.ssrLoadModule('/dev/fake-weir.ts');
const port = Number(process.env.PORT ?? 1889);
const fake = await startFakeWeir({ port, fallback: vite.middlewares });
console.log(`fake Weir: http://127.0.0.1:${fake.port}/`);
