import { createRoot } from 'react-dom/client';
import { CanvasCore } from './canvas/canvas-core';
import { WireModeKeys } from './canvas/wire-mode';
import { listenForClipboard } from './commands/clipboard';
import { dispatchKey } from './commands/dispatch-key';
import { Deployer } from './deploy/deploy';
import { Login } from './deploy/login';
import { t } from './i18n/t';
import { NodeTypes } from './model/node-types';
import { parseUser, type User } from './model/permissions';
import { setUpToken } from './model/set-up';
import { App } from './shell/app';
import { LoginPage } from './shell/login-page';
import { followTheme } from './shell/theme';
import { StartFailed } from './shell/start-failed';
import { DocumentStore } from './store/document-store';
import { DraftKeeper, hasEdits } from './store/draft';
import { Editing } from './store/editing';
import type { Editor, Engine } from './store/editor';
import { LiveStore } from './store/live-store';
import { flushPendingEdits } from './store/pending-edits';
import { createProblemsStore } from './store/problems-store';
import {
  parseStatus,
  RuntimeStore,
  type NodeStatus,
  type RuntimeNotice,
} from './store/runtime-store';
import { SecretsStore } from './store/secrets-store';
import { SelectionStore } from './store/selection-store';
import { SessionStore } from './store/session-store';
import { TokenKeeper } from './store/token-keeper';
import { createTypesStore } from './store/types-store';
import { ViewStore } from './store/view-store';
import { AdminApi, ApiError, type Flows, type Settings } from './transport/admin-api';
import { Comms } from './transport/comms';
import { PartsProvider, type Parts } from './ui/editor-context';
import './styles/tokens.css';
import './styles/base.css';

const FONTS = {
  title: '600 13px system-ui, sans-serif',
  summary: '11.5px system-ui, sans-serif',
};
const DEFAULT_MQTT_PORT = 1883;
const CLOCK_MS = 1000;

const base = new URL('.', document.baseURI);
const api = new AdminApi(base);
let settings: Settings = {};

const selection = new SelectionStore();
const documents = new DocumentStore(selection);
const runtime = new RuntimeStore();
const live = new LiveStore((run) => requestAnimationFrame(run));
const view = new ViewStore(window.localStorage, window.innerWidth >= 1024);
const types = createTypesStore();
const secrets = new SecretsStore();
const session = new SessionStore();
const stores = { documents, selection, runtime, live, view, types, secrets, session };
const problems = createProblemsStore(documents, types, runtime);
const deployer = new Deployer(api, stores);

const comms = new Comms(commsUrl(), {
  opened: () => {
    const { connection } = runtime.state;
    // Statuses of before are void: the engine sends the present ones again.
    runtime.clearStatuses();
    runtime.set({ connection: { state: 'connected' } });
    if (connection.state === 'lost') {
      live.connection(t('live.back'));
      view.announce(t('live.back'));
    }
  },
  lost: (retryAt) => {
    const { connection } = runtime.state;
    const isNew = connection.state !== 'lost';
    const since = isNew ? Date.now() : connection.since;
    runtime.set({ connection: { state: 'lost', since, retryAt } });
    if (isNew && connection.state === 'connected') {
      live.connection(t('live.lost'));
      view.announce(t('live.lost'), true);
    }
  },
  refused: () => {
    runtime.set({ connection: { state: 'refused' } });
    void login.ask('ended');
  },
  message: receive,
});

const engine: Engine = {
  inject: (id) => saying(api.inject(id), 'say.injected'),
  setDebug: (ids, active) => saying(api.setDebug(ids, active), undefined),
  help: (type) => api.help(type),
  credentials: (type, id) => api.credentials(type, id),
  deploy: (kind, options) => deployer.deploy(kind, options),
  reload: () => deployer.reload(),
  reconnect: () => comms.retryNow(),
  login: {
    ask: () => void login.ask(session.state.user?.name === undefined ? 'asked' : 'ended'),
    submit: (fields) => login.submit(fields),
    later: () => login.later(),
    out: () => void login.out(),
  },
  mqttPort: () => settings.weir?.mqttPort ?? DEFAULT_MQTT_PORT,
};

const editor: Editor = { ...stores, engine };
const editing = new Editing(editor);
const core = new CanvasCore(editor, editing, FONTS);
const parts: Parts = { editor, editing, core, wireMode: new WireModeKeys(editor, core), problems };
const tokens = new TokenKeeper(`weir.login ${base.pathname}`, storage());
const draft = new DraftKeeper(draftKey(undefined), documents, selection, view);
const login = new Login({
  api,
  comms,
  tokens,
  draft,
  stores,
  draftKey,
  reload: () => window.location.reload(),
});
const root = createRoot(document.getElementById('root') ?? document.body);

/** Where it may be used: some browsers throw at the mere question. */
function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** Edits of one user are not shown to the next one at the same device. */
function draftKey(user: User | undefined): string {
  const of = user?.name === undefined ? '' : ` ${user.name}`;
  return `draft ${base.pathname}${of}`;
}

function commsUrl(): URL {
  const url = new URL('comms', base);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

async function saying(work: Promise<void>, key: 'say.injected' | undefined): Promise<void> {
  try {
    await work;
    if (key !== undefined) view.announce(t(key));
  } catch (error) {
    const code = error instanceof ApiError ? error.code : '';
    // The login that is shown by now says it.
    if (code === 'logged_out') return;
    const text = error instanceof Error ? error.message : '';
    view.announce(code === 'forbidden' ? t('say.forbidden') : t('say.failed', { text }), true);
  }
}

const statuses = new Map<string, NodeStatus | undefined>();

function receive(topic: string, data: unknown): void {
  if (topic === 'debug') {
    live.debug(data);
  } else if (topic.startsWith('status/')) {
    if (statuses.size === 0) requestAnimationFrame(takeStatuses);
    statuses.set(topic.slice('status/'.length), parseStatus(data));
  } else if (topic === 'notification/runtime-state') {
    runtime.set({ notice: data ?? {} });
  } else if (topic === 'notification/runtime-deploy') {
    const { revision } = (data ?? {}) as { revision?: unknown };
    if (typeof revision === 'string') void deployer.deployedElsewhere(revision);
    void deployer.askProblems();
  } else if (topic.startsWith('notification/')) {
    const notice: RuntimeNotice = data ?? {};
    const isText = typeof notice.text === 'string' && !/^[\w.-]+$/.test(notice.text);
    runtime.setNotice(topic, isText ? notice : undefined);
  }
}

function takeStatuses(): void {
  runtime.setStatuses(statuses);
  statuses.clear();
}

function setInput(input: 'pointer' | 'keys'): void {
  document.documentElement.dataset['input'] = input;
}

interface Loaded {
  readonly settings: Settings;
  readonly flows: Flows;
}

async function load(): Promise<Loaded> {
  api.token = tokens.token;
  const [loadedSettings, flows] = await Promise.all([
    api.settings(),
    api.flows(),
    api.nodeTypes().then(
      (list) => types.setState({ types: new NodeTypes(list), state: 'ready' }),
      // Nodes that are there can still be moved and wired without knowing their types.
      () => types.setState({ state: 'failed' }),
    ),
  ]);
  return { settings: loadedSettings, flows };
}

/** Loads what the page begins with, after a login if the engine wants one. */
async function loadWithLogin(): Promise<Loaded> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    const questions = await api.loginQuestions();
    if (questions.type === 'set-up') await showSetUp(undefined);
    const notice = error.code === 'forbidden' ? t('login.notPermitted') : undefined;
    return new Promise((resolve) => {
      const submit = async (fields: Readonly<Record<string, string>>): Promise<void> => {
        tokens.token = await api.login(fields);
        resolve(await load());
      };
      root.render(<LoginPage questions={questions} notice={notice} onSubmit={submit} />);
    });
  }
}

/** The page of the link that the program prints when nobody has said yet who may come in. */
async function showSetUp(token: string | undefined): Promise<never> {
  const { SetUpPage } = await import('./setup/set-up-page');
  root.render(<SetUpPage api={api} token={token} tokens={tokens} />);
  window.addEventListener('hashchange', () => window.location.reload());
  // The page goes on by being loaded again.
  return new Promise<never>(() => undefined);
}

async function start(): Promise<void> {
  const invitation = setUpToken(window.location.hash);
  if (invitation !== undefined) await showSetUp(invitation);
  const loaded = await loadWithLogin();
  settings = loaded.settings;
  const { flows } = loaded;
  const user = parseUser(settings.user);
  session.set({ user });
  // A token that stands for nobody here is of no use.
  if (user?.name === undefined) tokens.token = undefined;
  api.token = tokens.token;
  comms.token = tokens.token;
  api.loggedOut = () => void login.ask('ended');
  draft.key = draftKey(user);
  const kept = await draft.read();
  deployer.knowsProblems = settings.weir?.features?.includes('problems') === true;
  const rev = flows.rev;
  if (kept !== undefined && (kept.rev === rev || hasEdits(kept))) {
    documents.restore(kept);
    if (kept.rev !== rev) runtime.set({ otherRevision: rev });
  } else {
    documents.load(flows.flows, rev);
  }
  const { document: now } = documents.state;
  const first = now.flows()[0]?.id ?? '';
  selection.openFlow(kept !== undefined && now.has(kept.flow) ? kept.flow : first);
  if (kept !== undefined) selection.select(kept.nodes.filter((id) => now.has(id)));
  if (first === '') firstFlow();
  draft.start();
  void draft.keep();
  comms.start();
}

/**
 * An empty engine gets a flow to begin with. It isn't the user's doing, so it can't be undone and
 * is nothing to deploy by itself.
 */
function firstFlow(): void {
  editing.addFlow();
  const { document: now, rev } = documents.state;
  documents.restore({ base: now.list, current: now.list, rev, undo: [], redo: [] });
}

followTheme(view, () => core.themeChanged());
document.addEventListener('keydown', (event) => {
  if (core.scene.getState().wireMode !== undefined && parts.wireMode.key(event)) {
    event.preventDefault();
    return;
  }
  if (
    event.key === ' ' &&
    event.target instanceof Element &&
    event.target.closest('[data-canvas]')
  ) {
    core.pointers.spaceHeld = true;
  }
  dispatchKey(event, parts);
});
// Focus rings of cards show for keys only, and the browser can't tell after a focus by script.
document.addEventListener('pointerdown', () => setInput('pointer'), true);
document.addEventListener('keydown', () => setInput('keys'), true);
document.addEventListener('keyup', (event) => {
  if (event.key === ' ') core.pointers.spaceHeld = false;
});
window.addEventListener('pagehide', () => {
  flushPendingEdits();
  void draft.keep();
});
listenForClipboard(parts);
setInterval(() => runtime.set({ now: Date.now() }), CLOCK_MS);

start().then(
  () =>
    root.render(
      <PartsProvider value={parts}>
        <App />
      </PartsProvider>,
    ),
  (error: unknown) => root.render(<StartFailed error={error} />),
);
