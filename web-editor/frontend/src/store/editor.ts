import type { DeployForecast } from '../model/deploy-forecast';
import type { WireEnd } from '../model/flow-document';
import type { FlowEntry, NodeId } from '../model/flow-entry';
import type { Side } from '../model/merge';
import type { MessageTest } from '../model/message-test';
import type { NodePreview } from '../model/node-preview';
import type { PastDeploy } from '../model/past-deploy';
import type { RecordingScope } from '../model/recording-scope';
import type { TopicRow } from '../model/topic-rows';
import type { MessageInput, MessagePath, WireMessage } from '../model/wire-messages';
import type { DocumentStore } from './document-store';
import type { LiveStore } from './live-store';
import type { RuntimeStore } from './runtime-store';
import type { SecretsStore } from './secrets-store';
import type { SelectionStore } from './selection-store';
import type { SessionStore } from './session-store';
import type { TestsStore } from './tests-store';
import type { TopicsStore } from './topics-store';
import type { TypesStore } from './types-store';
import type { ViewStore } from './view-store';
import type { WiresStore } from './wires-store';

export type DeployKind = 'nodes' | 'flows' | 'full' | 'reload';

export interface DeployOptions {
  /** Send it although the editor sees errors; the engine has the last word. */
  readonly anyway?: boolean;
}

/** Parts of the engine that the editor does without where they are missing. */
export type Feature =
  | 'problems'
  | 'wires'
  | 'messages'
  | 'topics'
  | 'publish'
  | 'deploys'
  | 'check'
  | 'preview'
  | 'tests'
  | 'draft'
  | 'path';

/** A message for the built-in broker. */
export interface Publication {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  readonly retain: boolean;
}

/** Logging in and out over the page. */
export interface LoginActions {
  /** Shows the login, because one wants to be somebody else than everybody. */
  ask(): void;
  submit(fields: Readonly<Record<string, string>>): Promise<void>;
  later(): void;
  out(): void;
}

/** A test that is to be recorded. */
export interface RecordingOrder {
  readonly scope: RecordingScope;
  /** What that is, in words. */
  readonly what: string;
  /** It ends when so many messages have come in or so many seconds have passed. */
  readonly messages: number;
  readonly seconds: number;
  /** A message that an output has sent: it is sent once more as soon as the recording has begun. */
  readonly message: { readonly output: WireEnd; readonly number: number } | undefined;
}

/** Tests made of messages. What comes of it is in the tests store. */
export interface MessageTests {
  /** These three fail with what went wrong in words. */
  load(): Promise<void>;
  /** Keeps a test, in the place of the one with its id if there is one. */
  keep(test: MessageTest): Promise<void>;
  remove(id: string): Promise<void>;
  /** Runs them, all if none are named, on the flows as they are edited. */
  run(ids?: readonly string[]): Promise<void>;
  record(order: RecordingOrder): void;
  /** Ends the recording with what has come so far. */
  stop(): void;
  /** Gives up the recording, or what came of it. */
  discard(): void;
}

/** What another device has edited, when it is offered. */
export interface OfferedDraftActions {
  take(): void;
  leave(): void;
}

/** What the parts ask of the engine; the network is behind it. */
export interface Engine {
  /** Whether it has a part beside Node-RED's API. */
  has(feature: Feature): boolean;
  /** What is asked of it for the user says itself whether it worked, and answers it. */
  inject(id: string): Promise<boolean>;
  setDebug(ids: readonly string[], active: boolean): Promise<boolean>;
  help(type: string): Promise<string | undefined>;
  credentials(type: string, id: string): Promise<Readonly<Record<string, unknown>>>;
  deploy(kind: DeployKind, options?: DeployOptions): Promise<void>;
  /** What a deploy of what has changed would do; undefined if it would be refused. */
  forecast(): Promise<DeployForecast | undefined>;
  /** Gives up the edits made here and takes what the engine has. */
  reload(): Promise<void>;
  /** Decides whose side stays of what somebody else has changed, too, and goes on with both. */
  decide(sides: ReadonlyMap<NodeId, Side>): void;
  /** What was deployed before, the latest first. */
  deploys(): Promise<readonly PastDeploy[]>;
  /** Deploys what was there before; says itself whether it worked. */
  restore(rev: string): Promise<void>;
  reconnect(): void;
  /** The latest messages of an output, oldest first. */
  wireMessages(node: string, port: number): Promise<readonly WireMessage[]>;
  /** Where a message went. */
  messagePath(id: string): Promise<MessagePath>;
  /** What a node as it is edited would do with a message. */
  preview(node: FlowEntry, input: MessageInput): Promise<NodePreview>;
  /** Sends a kept message out of its output once more. */
  sendAgain(output: WireEnd, number: number): Promise<boolean>;
  /** Topics that were typed in part or as a filter, of those three levels deep at most. */
  findTopics(typed: string): Promise<readonly TopicRow[]>;
  /** Publishes on the built-in broker. */
  publish(message: Publication): Promise<boolean>;
  /** Makes the broker forget what it retains for a topic. */
  clearRetained(topic: string): Promise<boolean>;
  /** Sends a message out of an output. */
  send(output: WireEnd, message: unknown): Promise<boolean>;
  readonly login: LoginActions;
  readonly tests: MessageTests;
  readonly draft: OfferedDraftActions;
  /** Port of the broker in this engine, if it says so. */
  mqttPort(): number;
}

/** Everything the parts of the page work with. */
export interface Editor {
  readonly documents: DocumentStore;
  readonly selection: SelectionStore;
  readonly runtime: RuntimeStore;
  readonly live: LiveStore;
  readonly wires: WiresStore;
  readonly topics: TopicsStore;
  readonly tests: TestsStore;
  readonly view: ViewStore;
  readonly types: TypesStore;
  readonly secrets: SecretsStore;
  readonly session: SessionStore;
  readonly engine: Engine;
}
