import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { t } from '../i18n/t';
import { asCopyText, preview, type DebugValue } from '../model/debug-value';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import styles from './value-tree.module.css';

const BLOCK = 100;
const LONG_TEXT = 140;

export interface ValueTreeProps {
  readonly value: DebugValue;
  readonly path: string;
  readonly name?: string;
  readonly open?: boolean;
}

/** A value that unfolds. Everything in it is shown as text. */
export function ValueTree({ value, path, name, open = false }: ValueTreeProps) {
  const [unfolded, setUnfolded] = useState(open);
  const children = childrenOf(value, path);
  const canFold = children.length > 0 || isLong(value);
  return (
    <div className={cx(styles['tree'])}>
      <div className={cx(styles['line'])}>
        {canFold ? (
          <button
            type="button"
            className={cx(styles['fold'])}
            aria-expanded={unfolded}
            aria-label={t(unfolded ? 'live.fold' : 'live.unfold', { name: name ?? path })}
            onClick={() => setUnfolded(!unfolded)}
          >
            <ChevronRight size={12} strokeWidth={2.5} aria-hidden />
          </button>
        ) : name === undefined ? null : (
          <span className={cx(styles['gap'])} />
        )}
        {name === undefined ? null : <span className={cx(styles['key'])}>{name}</span>}
        <span
          className={cx(
            styles[value.kind],
            isLong(value) && (unfolded ? styles['long'] : styles['folded']),
          )}
        >
          {unfolded && isLong(value) && value.kind === 'text'
            ? value.text
            : unfolded && value.kind === 'error'
              ? (value.stack ?? preview(value))
              : unfolded && children.length > 0
                ? headOf(value)
                : preview(value)}
        </span>
        <CopyButtons value={value} path={path} />
      </div>
      {unfolded && children.length > 0 ? (
        <div className={cx(styles['children'])} role="group">
          <Children items={children} />
        </div>
      ) : null}
    </div>
  );
}

function CopyButtons({ value, path }: { readonly value: DebugValue; readonly path: string }) {
  const { editor } = useParts();
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => editor.view.announce(t('say.copiedText')),
      () => undefined,
    );
  };
  return (
    <span className={cx(styles['copy'])}>
      <button type="button" onClick={() => copy(asCopyText(value))}>
        {t('live.copyValue')}
      </button>
      <button type="button" onClick={() => copy(path)}>
        {t('live.copyPath')}
      </button>
    </span>
  );
}

type Child = readonly [name: string, value: DebugValue, path: string];

/** Long lists in blocks, so that unfolding one doesn't put thousands of lines on the page. */
function Children({ items }: { readonly items: readonly Child[] }) {
  const [shown, setShown] = useState(BLOCK);
  return (
    <>
      {items.slice(0, shown).map(([name, value, path]) => (
        <ValueTree key={name} name={name} value={value} path={path} />
      ))}
      {items.length > shown ? (
        <button
          type="button"
          className={cx(styles['shown'])}
          onClick={() => setShown(shown + BLOCK)}
        >
          {t('live.moreItems', { n: Math.min(BLOCK, items.length - shown) })}
        </button>
      ) : null}
    </>
  );
}

function childrenOf(value: DebugValue, path: string): readonly Child[] {
  if (value.kind === 'list') {
    return value.items.map((item, i) => [String(i), item, `${path}[${i}]`]);
  }
  if (value.kind === 'object') {
    return value.entries.map(([key, item]) => [
      key,
      item,
      /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`,
    ]);
  }
  return [];
}

function isLong(value: DebugValue): boolean {
  return (
    (value.kind === 'text' && (value.text.length > LONG_TEXT || value.text.includes('\n'))) ||
    (value.kind === 'error' && value.stack !== undefined)
  );
}

function headOf(value: DebugValue): string {
  if (value.kind === 'list') return t('live.items', { n: value.length });
  return value.kind === 'object' ? value.label : preview(value);
}
