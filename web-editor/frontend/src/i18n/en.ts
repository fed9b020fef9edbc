import { canvas } from './en/canvas';
import { changes } from './en/changes';
import { commands } from './en/commands';
import { exchange } from './en/exchange';
import { inspector } from './en/inspector';
import { live } from './en/live';
import { login } from './en/login';
import { messageTests } from './en/message-tests';
import { palette } from './en/palette';
import { replace } from './en/replace';
import { shell } from './en/shell';

/** The texts by the part of the page that they are for. */
export const parts = [
  shell,
  login,
  canvas,
  palette,
  inspector,
  live,
  messageTests,
  exchange,
  changes,
  replace,
  commands,
] as const;

/** Every text of the editor, in English, the source of all other languages. */
export const en = {
  ...shell,
  ...login,
  ...canvas,
  ...palette,
  ...inspector,
  ...live,
  ...messageTests,
  ...exchange,
  ...changes,
  ...replace,
  ...commands,
};
