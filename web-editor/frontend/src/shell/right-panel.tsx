import { PanelRightClose } from 'lucide-react';
import { type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { EditPanel } from '../inspector/edit-panel';
import { HelpPanel } from '../sidebar/help-panel';
import { LivePanel } from '../sidebar/live-panel';
import type { RightTab } from '../store/view-store';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import { Separator } from './separator';
import styles from './shell.module.css';

const TABS: readonly RightTab[] = ['edit', 'live', 'help'];

/** Edit, Live and Help of what is selected. */
export function RightPanel() {
  const { editor } = useParts();
  const { right, rightOpen, rightWidth } = useStore(editor.view.store);
  if (!rightOpen) return null;
  const key = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(right) + step + TABS.length) % TABS.length];
    if (next === undefined) return;
    editor.view.set({ right: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <aside
      className={cx(styles['side'], styles['right'])}
      style={{ inlineSize: rightWidth }}
      aria-label={t('right.label')}
      data-region
    >
      <Separator
        label={t('right.resize')}
        width={rightWidth}
        min={280}
        max={720}
        panelAtLeft={false}
        onWidth={(width) => editor.view.set({ rightWidth: width })}
      />
      <div className={cx(styles['switcher'])}>
        <div role="tablist" aria-label={t('right.label')}>
          {TABS.map((tab) => (
            <button
              key={tab}
              id={`tab-${tab}`}
              type="button"
              role="tab"
              aria-selected={tab === right}
              aria-controls="right-body"
              tabIndex={tab === right ? 0 : -1}
              onClick={() => editor.view.set({ right: tab })}
              onKeyDown={key}
            >
              {t(`right.${tab}`)}
            </button>
          ))}
        </div>
        <IconButton
          icon={PanelRightClose}
          label={t('right.close')}
          quiet
          onPress={() => editor.view.set({ rightOpen: false })}
        />
      </div>
      <div
        id="right-body"
        role="tabpanel"
        aria-labelledby={`tab-${right}`}
        className={cx(styles['body'])}
      >
        {right === 'edit' ? <EditPanel /> : right === 'live' ? <LivePanel /> : <HelpPanel />}
      </div>
    </aside>
  );
}
