import { lazy, Suspense, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { CanvasView } from '../canvas/canvas-view';
import { t } from '../i18n/t';
import { QuickAdd } from '../palette/quick-add';
import { RunBox } from '../palette/run-box';
import type { Overlay } from '../store/view-store';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { ConflictDialog } from './conflict-dialog';
import { HistoryDialog } from './history-dialog';
import { DeployAgainDialog } from './deploy-again-dialog';
import { KeysDialog } from './keys-dialog';
import { LeftPanel } from './left-panel';
import { LiveRegion } from './live-region';
import { LoginDialog } from './login-dialog';
import { ProblemsDialog } from './problems-dialog';
import { RightPanel } from './right-panel';
import styles from './shell.module.css';
import { StatusBar } from './status-bar';
import { TopBar } from './top-bar';

const ChangesDialog = lazy(() => import('../changes/changes-dialog'));
const ExportDialog = lazy(() => import('../exchange/export-dialog'));
const ImportDialog = lazy(() => import('../exchange/import-dialog'));
const RecordDialog = lazy(() => import('../message-tests/record-dialog'));
const ReplaceDialog = lazy(() => import('../replace/replace-dialog'));
const TestDialog = lazy(() => import('../message-tests/test-dialog'));

/** The page: bars, panels, canvas, and what is open over them. */
export function App() {
  return (
    <div className={cx(styles['page'])}>
      <a className="skip-link" href="#canvas">
        {t('skip.canvas')}
      </a>
      <TopBar />
      <div className={cx(styles['middle'])}>
        <LeftPanel />
        <main id="canvas" tabIndex={-1} style={{ display: 'flex', flex: 1, minInlineSize: 0 }}>
          <CanvasView />
        </main>
        <RightPanel />
      </div>
      <StatusBar />
      <Overlays />
      <LoginDialog />
      <LiveRegion />
    </div>
  );
}

function Overlays() {
  const { editor } = useParts();
  const open = useStore(editor.view.store, (s) => s.open);
  return <Suspense>{overlayOf(open)}</Suspense>;
}

function overlayOf(open: Overlay | undefined): ReactNode {
  switch (open?.kind) {
    case 'run':
      return <RunBox />;
    case 'quick-add':
      return <QuickAdd at={open.at} />;
    case 'keys':
      return <KeysDialog />;
    case 'problems':
      return <ProblemsDialog />;
    case 'conflict':
      return <ConflictDialog />;
    case 'changes':
      return <ChangesDialog />;
    case 'replace':
      return <ReplaceDialog text={open.text} />;
    case 'history':
      return <HistoryDialog />;
    case 'deploy-again':
      return <DeployAgainDialog />;
    case 'import':
      return <ImportDialog key={open.text} text={open.text ?? ''} />;
    case 'export':
      return <ExportDialog />;
    case 'record':
      return <RecordDialog from={open.from} />;
    case 'test':
      return <TestDialog id={open.id} />;
    case undefined:
      return null;
  }
}
