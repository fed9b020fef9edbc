import type { Editor } from './editor';

/** Whether tests can be recorded: by this engine, and by who uses the page. */
export function mayRecord(editor: Editor): boolean {
  return mayTest(editor) && editor.engine.has('messages');
}

/** Whether tests can be changed and run. */
export function mayTest({ engine, session }: Editor): boolean {
  return engine.has('tests') && session.may('flows.write');
}
