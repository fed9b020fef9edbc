import type { Command } from './command';
import { EDIT_COMMANDS } from './edit-commands';
import { FLOW_COMMANDS, SESSION_COMMANDS, TEST_COMMANDS } from './flow-commands';
import { VIEW_COMMANDS } from './view-commands';
import { WALK_COMMANDS } from './walk-commands';

/** Everything that has a key, or a row in a menu or in the list of commands. */
export const COMMANDS: readonly Command[] = [
  ...FLOW_COMMANDS,
  ...EDIT_COMMANDS,
  ...VIEW_COMMANDS,
  ...WALK_COMMANDS,
  ...TEST_COMMANDS,
  ...SESSION_COMMANDS,
];
