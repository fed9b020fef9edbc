import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { cx } from '../ui/cx';
import { useDocument, useParts, useTypes } from '../ui/editor-context';
import styles from './sidebar.module.css';

const Markdown = lazy(() => import('../ui/markdown'));

type Loaded = {
  readonly type: string;
  readonly text: string | undefined;
  readonly failed: boolean;
};

/** Help of the selected type: what it does, in a few lines. */
export function HelpPanel() {
  const { editor } = useParts();
  const document = useDocument();
  const types = useTypes();
  const id = useStore(editor.selection.store, (s) => s.pages.at(-1) ?? [...s.nodes][0]);
  const entry = document.get(id ?? '');
  const type = entry === undefined ? undefined : types.get(entry.type, document);
  const [loaded, setLoaded] = useState<Loaded>();
  const name = type?.help === true ? type.type : undefined;

  useEffect(() => {
    if (name === undefined) return undefined;
    let wanted = true;
    editor.engine.help(name).then(
      (text) => {
        if (wanted) setLoaded({ type: name, text, failed: false });
      },
      () => {
        if (wanted) setLoaded({ type: name, text: undefined, failed: true });
      },
    );
    return () => {
      wanted = false;
    };
  }, [editor, name]);

  if (type === undefined) return <p className={cx(styles['empty'])}>{t('help.nothing')}</p>;
  const current = loaded?.type === type.type ? loaded : undefined;
  return (
    // A scrolling area must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={cx(styles['help'])} tabIndex={0} role="group" aria-label={t('help.title')}>
      {current?.text !== undefined ? (
        <Suspense fallback={<p>{type.purpose}</p>}>
          <Markdown text={current.text} />
        </Suspense>
      ) : (
        <>
          <h1>{type.label}</h1>
          <p>{type.purpose}</p>
          {name === undefined || current !== undefined ? (
            <p className={cx(styles['note'])}>
              {t(current?.failed === true ? 'help.failed' : 'help.none')}
            </p>
          ) : null}
        </>
      )}
    </div>
  );
}
