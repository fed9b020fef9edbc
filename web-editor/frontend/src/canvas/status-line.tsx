import { useStore } from 'zustand';
import type { NodeId } from '../model/flow-entry';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import styles from './canvas.module.css';

const FILLS: Readonly<Record<string, string>> = {
  red: 'var(--err)',
  green: 'var(--ok)',
  yellow: 'var(--warn)',
  blue: 'var(--info)',
  grey: 'var(--tx3)',
  gray: 'var(--tx3)',
};

/** What a node reports about itself, under its card. */
export function StatusLine({ id }: { readonly id: NodeId }) {
  const { editor } = useParts();
  const status = useStore(editor.runtime.store, (s) => s.statuses.get(id));
  const lost = useStore(editor.runtime.store, (s) => s.connection.state === 'lost');
  if (status === undefined) return null;
  return (
    // Its words are in the card's description; here they would change the card's name.
    <span className={cx(styles['status'])} style={lost ? { opacity: 0.5 } : undefined} aria-hidden>
      <span
        className={cx(styles['statusMark'], status.shape === 'dot' && styles['statusDot'])}
        style={{ ['--fill' as string]: FILLS[status.fill] ?? 'var(--tx3)' }}
      />
      <span>{status.text}</span>
    </span>
  );
}
