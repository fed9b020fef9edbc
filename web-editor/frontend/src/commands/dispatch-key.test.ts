import { describe, expect, it } from 'vitest';
import { commandFor } from './dispatch-key';
import { keyLabel } from './keymap';

const event = (
  key: string,
  part: Partial<Record<'ctrlKey' | 'shiftKey' | 'altKey', boolean>> = {},
  code = '',
) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...part,
});
const CANVAS = { onCanvas: true, inField: false };
const FIELD = { onCanvas: false, inField: true };

describe('keys', () => {
  it('are plain on the canvas only', () => {
    expect(commandFor(event('a'), CANVAS)?.id).toBe('add');
    expect(commandFor(event('a'), FIELD)).toBeUndefined();
    expect(commandFor(event('a'), { onCanvas: false, inField: false })).toBeUndefined();
  });

  it('leave a field its own undo, but not deploying', () => {
    expect(commandFor(event('z', { ctrlKey: true }), FIELD)).toBeUndefined();
    expect(commandFor(event('z', { ctrlKey: true }), CANVAS)?.id).toBe('undo');
    expect(commandFor(event('d', { ctrlKey: true }), FIELD)?.id).toBe('deploy');
  });

  it('mean the same sign whatever the keyboard needs for it', () => {
    expect(commandFor(event('?', { shiftKey: true }), CANVAS)?.id).toBe('keys');
    expect(commandFor(event('?'), CANVAS)?.id).toBe('keys');
    expect(commandFor(event('!', { shiftKey: true }, 'Digit1'), CANVAS)?.id).toBe('fit');
  });

  it('are shown as people read them', () => {
    expect(keyLabel('Mod+Shift+z')).toBe('Ctrl Shift Z');
    expect(keyLabel('Alt+ArrowUp')).toBe('Alt ↑');
  });
});
