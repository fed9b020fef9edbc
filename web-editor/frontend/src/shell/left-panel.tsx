import {
  FlaskConical,
  List,
  Moon,
  PanelRightOpen,
  Plus,
  RadioTower,
  Settings2,
  Sun,
  type LucideIcon,
} from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { t, type MessageKey } from '../i18n/t';
import { AddPanel } from '../palette/add-panel';
import { ConfigPanel } from '../sidebar/config-panel';
import { FlowsPanel } from '../sidebar/flows-panel';
import { TopicsPanel } from '../topics/topics-panel';
import type { LeftPanel as Panel } from '../store/view-store';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import { Separator } from './separator';
import styles from './shell.module.css';

const TestsPanel = lazy(() => import('../message-tests/tests-panel'));

const PANELS: readonly (readonly [Panel, LucideIcon, MessageKey])[] = [
  ['add', Plus, 'add.title'],
  ['flows', List, 'flows.title'],
  ['topics', RadioTower, 'topics.title'],
  ['tests', FlaskConical, 'tests.title'],
  ['config', Settings2, 'config.title'],
];

/** The rail at the left edge and the panel it opens. */
export function LeftPanel() {
  const { editor } = useParts();
  const { left, leftWidth, rightOpen } = useStore(editor.view.store);
  const hasTopics = editor.engine.has('topics') && editor.session.may('mqtt.read');
  const hasTests = editor.engine.has('tests');
  const panels = PANELS.filter(
    ([panel]) => (panel !== 'topics' || hasTopics) && (panel !== 'tests' || hasTests),
  );
  const isDark = useStore(editor.view.store, () => isDarkNow());
  return (
    <>
      <nav className={cx(styles['rail'])} aria-label={t('rail.label')} data-region>
        {panels.map(([panel, icon, key]) => (
          <IconButton
            key={panel}
            icon={icon}
            label={t(key)}
            quiet
            pressed={left === panel}
            className={left === panel ? styles['on'] : undefined}
            onPress={() => editor.view.set({ left: left === panel ? undefined : panel })}
          />
        ))}
        <IconButton
          icon={isDark ? Sun : Moon}
          label={t('command.theme')}
          quiet
          className={styles['railEnd']}
          onPress={() => editor.view.set({ theme: isDarkNow() ? 'light' : 'dark' })}
        />
        {rightOpen ? null : (
          <IconButton
            icon={PanelRightOpen}
            label={t('right.open')}
            quiet
            onPress={() => editor.view.set({ rightOpen: true })}
          />
        )}
      </nav>
      {left === undefined ? null : (
        <section
          className={cx(styles['side'], styles['left'])}
          style={{ inlineSize: leftWidth }}
          aria-label={t(PANELS.find(([panel]) => panel === left)?.[2] ?? 'add.title')}
          data-region
        >
          <Content panel={left} />
          <Separator
            label={t('rail.resize')}
            width={leftWidth}
            min={200}
            max={420}
            panelAtLeft
            onWidth={(width) => editor.view.set({ leftWidth: width })}
          />
        </section>
      )}
    </>
  );
}

function Content({ panel }: { readonly panel: Panel }) {
  switch (panel) {
    case 'add':
      return <AddPanel />;
    case 'flows':
      return <FlowsPanel />;
    case 'topics':
      return <TopicsPanel />;
    case 'tests':
      return (
        <Suspense>
          <TestsPanel />
        </Suspense>
      );
    case 'config':
      return <ConfigPanel />;
  }
}

function isDarkNow(): boolean {
  return document.documentElement.dataset['theme'] === 'dark';
}
