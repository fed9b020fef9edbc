import { createRoot } from 'react-dom/client';
import { CanvasCore } from './canvas/canvas-core';
import { WireModeKeys } from './canvas/wire-mode';
import { listenForClipboard } from './commands/clipboard';
import { listenForFiles } from './exchange/listen-for-files';
import { dispatchKey } from './commands/dispatch-key';
import { Deployer } from './deploy/deploy';
import { DraftSharing } from './deploy/draft-sharing';
import { Login } from './deploy/login';
import { MessageTestRuns } from './deploy/message-tests';
import { t, type MessageKey } from './i18n/t';
import { NodeTypes } from './model/node-types';
import { parseUser, type User } from './model/permissions';
import { providerLogin } from './model/provider-login';
import { setUpToken } from './model/set-up';
import { keptMessage } from './model/wire-messages';
import { App } from './shell/app';
import { FlowAddress } from './shell/flow-address';
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
import { TestsStore } from './store/tests-store';
import { thisDevice } from './store/this-device';
import { TokenKeeper } from './store/token-keeper';
import { TopicsStore } from './store/topics-store';
import { createTypesStore } from './store/types-store';
import { ViewStore } from './store/view-store';
import { WiresStore } from './store/wires-store';
import { AdminApi, ApiError, type Flows, type Settings } from './transport/admin-api';
import { Comms } from './transport/comms';
import { DraftApi } from './transport/draft-api';
import { TestsApi } from './transport/tests-api';
import { TopicFeed } from './transport/topic-feed';
import { WireWatch } from './transport/wire-watch';
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
let sharing: DraftSharing | undefined;

const selection = new SelectionStore();
const documents = new DocumentStore(selection);
const runtime = new RuntimeStore();
const live = new LiveStore((run) => requestAnimationFrame(run));
const wires = new WiresStore();
const topics = new TopicsStore();
const tests = new TestsStore();
const view = new ViewStore(window.localStorage, window.innerWidth >= 1024);
const types = createTypesStore();
const secrets = new SecretsStore();
const session = new SessionStore();
const stores = {
  documents,
  selection,
  runtime,
  live,
  wires,
  topics,
  tests,
  view,
  types,
  secrets,
  session,
};
const problems = createProblemsStore(documents, types, runtime);
const deployer = new Deployer(api, stores);

const testRuns = new MessageTestRuns(new TestsApi(api), api, stores);

const comms = new Comms(commsUrl(), {
  opened: () => {
    const { connection } = runtime.state;
    // Statuses of before are void: the engine sends the present ones again.
    runtime.clearStatuses();
    runtime.set({ connection: { state: 'connected' } });
    void sharing?.resume();
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

const wireWatch = new WireWatch({
  comms,
  selection,
  view,
  wires,
  isSeen: () => document.visibilityState === 'visible',
});

const topicFeed = new TopicFeed({
  comms,
  topics,
  view,
  isSeen: () => document.visibilityState === 'visible',
});

const engine: Engine = {
  has: (feature) => settings.weir?.features?.includes(feature) === true,
  inject: (id) => saying(api.inject(id), 'say.injected'),
  setDebug: (ids, active) => saying(api.setDebug(ids, active), undefined),
  help: (type) => api.help(type),
  credentials: (type, id) => api.credentials(type, id),
  deploy: (kind, options) => deployer.deploy(kind, options),
  forecast: () => deployer.forecast(),
  reload: () => deployer.reload(),
  decide: (sides) => deployer.decide(sides),
  deploys: () => api.deploys(),
  restore: (rev) => deployer.restore(rev),
  reconnect: () => comms.retryNow(),
  wireMessages: (node, port) => api.wireMessages(node, port),
  messagePath: (id) => api.messagePath(id).catch((error: unknown) => refused(error)),
  preview: (node, input) => api.preview(node, input),
  sendAgain: (output, number) =>
    saying(api.send(output, keptMessage(output, number)), 'say.injected'),
  findTopics: (typed) => api.findTopics(typed),
  publish: (message) => saying(api.publish(message), 'say.published'),
  clearRetained: (topic) => saying(api.clearRetained(topic), 'say.cleared'),
  send: (output, message) => saying(api.send(output, { message }), 'say.injected'),
  login: {
    ask: () => void login.ask(session.state.user?.name === undefined ? 'asked' : 'ended'),
    submit: (fields) => login.submit(fields),
    later: () => login.later(),
    out: () => void login.out(),
  },
  tests: testRuns,
  draft: {
    take: () => sharing?.take(),
    leave: () => sharing?.leave(),
  },
  mqttPort: () => settings.weir?.mqttPort ?? DEFAULT_MQTT_PORT,
};

const editor: Editor = { ...stores, engine };
const editing = new Editing(editor);
const core = new CanvasCore(editor, editing, FONTS);
const parts: Parts = { editor, editing, core, wireMode: new WireModeKeys(editor, core), problems };
const address = new FlowAddress(parts, {
  read: () => window.location.hash.slice(1),
  write: (hash) => {
    const { pathname, search } = window.location;
    window.history.replaceState(null, '', `${pathname}${search}${hash === '' ? '' : `#${hash}`}`);
  },
});
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

/** Says whether it worked, and answers it. */
async function saying(work: Promise<void>, key: MessageKey | undefined): Promise<boolean> {
  try {
    await work;
    if (key !== undefined) view.announce(t(key));
    return true;
  } catch (error) {
    sayWhyNot(error);
    return false;
  }
}

function refused(error: unknown): never {
  sayWhyNot(error);
  throw error;
}

function sayWhyNot(error: unknown): void {
  const code = error instanceof ApiError ? error.code : '';
  // The login that is shown by now says it.
  if (code === 'logged_out') return;
  const text = error instanceof Error ? error.message : '';
  view.announce(code === 'forbidden' ? t('say.forbidden') : t('say.failed', { text }), true);
}

const statuses = new Map<string, NodeStatus | undefined>();

function receive(topic: string, data: unknown): void {
  if (wireWatch.receive(topic, data) || topicFeed.receive(topic, data)) return;
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

/** Takes up a login at a provider that ends here. Answers why there is none. */
async function endProviderLogin(): Promise<string | undefined> {
  const back = providerLogin(window.location.search);
  if (back === undefined) return undefined;
  // A reload must not use the code again, nor show the message.
  window.history.replaceState(null, '', base.pathname);
  if (back.code === undefined) return back.message;
  try {
    tokens.token = await api.exchange(back.code);
    return undefined;
  } catch (error) {
    return error instanceof ApiError && error.status === 0
      ? t('login.unreachable')
      : t('login.tookTooLong');
  }
}

/**
 * Loads what the page begins with, after a login if the engine wants one.
 *
 * @param refusal why a login that was tried already came to nothing
 */
async function loadWithLogin(refusal: string | undefined): Promise<Loaded> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    const questions = await api.loginQuestions();
    if (questions.type === 'set-up') await showSetUp(undefined);
    const notice = error.code === 'forbidden' ? t('login.notPermitted') : refusal;
    if (questions.autoLogin === true && questions.loginRedirect && notice === undefined) {
      window.location.assign(questions.loginRedirect);
      return new Promise<never>(() => undefined);
    }
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
  const loaded = await loadWithLogin(await endProviderLogin());
  settings = loaded.settings;
  const { flows } = loaded;
  const user = parseUser(settings.user);
  session.set({ user });
  // A token that stands for nobody here is of no use.
  if (user?.name === undefined) tokens.token = undefined;
  api.token = tokens.token;
  comms.token = tokens.token;
  comms.keepAliveMs = settings.weir?.keepAliveMillis ?? comms.keepAliveMs;
  api.loggedOut = () => void login.ask('ended');
  draft.key = draftKey(user);
  const kept = await draft.read();
  deployer.knowsProblems = engine.has('problems');
  if (engine.has('tests')) deployer.passesTests = () => testRuns.passBeforeDeploy();
  const rev = flows.rev;
  if (kept !== undefined && (kept.rev === rev || hasEdits(kept))) {
    documents.restore(kept);
    if (kept.rev !== rev) deployer.takeOver(flows);
  } else {
    documents.load(flows.flows, rev);
  }
  const { document: now } = documents.state;
  const first = now.flows()[0]?.id ?? '';
  selection.openFlow(kept !== undefined && now.has(kept.flow) ? kept.flow : first);
  if (kept !== undefined) selection.select(kept.nodes.filter((id) => now.has(id)));
  if (first === '') firstFlow();
  address.start();
  window.addEventListener('hashchange', () => address.follow());
  draft.start();
  void draft.keep();
  if (engine.has('wires') && !savesData()) {
    wireWatch.start();
    document.addEventListener('visibilitychange', () => wireWatch.update());
  }
  if (engine.has('topics') && session.may('mqtt.read')) {
    topicFeed.start();
    document.addEventListener('visibilitychange', () => topicFeed.update());
  }
  if (engine.has('draft')) {
    const device = thisDevice(storage(), navigator.userAgent);
    sharing = new DraftSharing({
      api: new DraftApi(api),
      stores,
      device,
      isKeptHere: kept !== undefined,
      place: storage(),
    });
    sharing.start();
  }
  comms.start();
}

/** Whether somebody pays for what is sent. */
function savesData(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
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
listenForFiles(parts);
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
