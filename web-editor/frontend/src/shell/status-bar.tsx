import { CircleAlert, Eye, TriangleAlert } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import type { RuntimeNotice, RuntimeState } from '../store/runtime-store';
import { cx } from '../ui/cx';
import { useParts } from '../ui/editor-context';
import { agoOf } from './ago-of';
import styles from './shell.module.css';

const DONE_SHOWN_MS = 10_000;

/** What the engine does, what is wrong, what is kept, and how near one looks. Each item is a button. */
export function StatusBar() {
  const { editor, core, problems } = useParts();
  const runtime = useStore(editor.runtime.store);
  const all = useStore(problems, (s) => s.all);
  const kept = useStore(editor.view.store, (s) => s.kept);
  const shared = useStore(editor.view.store, (s) => s.shared);
  const liveWires = useStore(editor.view.store, (s) => s.liveWires);
  const zoom = useStore(core.scene, (s) => s.zoom);
  const errors = all.filter((p) => p.severity === 'error').length;
  return (
    <footer className={cx(styles['status'])} aria-label={t('status.label')} data-region>
      <ConnectionItem runtime={runtime} />
      <EngineItem notice={runtime.notice} connected={runtime.connection.state === 'connected'} />
      <DeployItem runtime={runtime} />
      <ReadOnlyItem />
      {[...runtime.notices]
        .filter(([, notice]) => notice.type !== 'error')
        .map(([topic, notice]) => (
          <span key={topic} className={cx(styles['item'], styles['warn'])}>
            <TriangleAlert size={13} aria-hidden />
            {notice.text}
          </span>
        ))}
      {runtime.conflict === undefined ? null : (
        <button
          type="button"
          className={cx(styles['item'], styles['warn'])}
          onClick={() => editor.view.set({ open: { kind: 'conflict' } })}
        >
          {t('conflict.toDecide', { n: runtime.conflict.clashes.length })}
        </button>
      )}
      <button
        type="button"
        className={cx(
          styles['item'],
          errors > 0 && styles['err'],
          errors === 0 && all.length > 0 && styles['warn'],
        )}
        onClick={() => editor.view.set({ open: { kind: 'problems' } })}
      >
        {errors > 0 ? <CircleAlert size={13} aria-hidden /> : null}
        {errors === 0 && all.length > 0 ? <TriangleAlert size={13} aria-hidden /> : null}
        {all.length === 0 ? t('problems.none') : t('problems.count', { n: all.length })}
      </button>
      <span className={cx(styles['space'])} />
      {kept.state === 'unchanged' ? null : (
        <span className={cx(styles['item'], kept.state === 'failed' && styles['warn'])}>
          {kept.state === 'kept'
            ? t(shared ? 'kept.shared' : 'kept.at', { ago: agoOf(runtime.now - kept.at) })
            : t('kept.failed')}
        </span>
      )}
      {editor.engine.has('wires') ? (
        <button
          type="button"
          className={cx(styles['item'])}
          title={t('wires.toggle')}
          aria-pressed={liveWires}
          onClick={() => editor.view.set({ liveWires: !liveWires })}
        >
          {t(liveWires ? 'wires.on' : 'wires.off')}
        </button>
      ) : null}
      <button
        type="button"
        className={cx(styles['item'])}
        title={t('command.zoomReset')}
        onClick={() => core.camera.zoomTo(1)}
      >
        {t('status.zoom', { n: Math.round(zoom * 100) })}
      </button>
    </footer>
  );
}

function ConnectionItem({ runtime }: { readonly runtime: RuntimeState }) {
  const { editor } = useParts();
  const { connection, now } = runtime;
  if (connection.state === 'refused') {
    return (
      <button
        type="button"
        className={cx(styles['item'], styles['warn'])}
        onClick={() => editor.engine.login.ask()}
      >
        <i className={cx(styles['lamp'], styles['lampWarn'])} />
        {t('status.refused')}
      </button>
    );
  }
  if (connection.state !== 'lost') {
    return (
      <span className={cx(styles['item'])}>
        <i className={cx(styles['lamp'], connection.state !== 'connected' && styles['lampWarn'])} />
        {t(connection.state === 'connected' ? 'status.connected' : 'status.connecting')}
      </span>
    );
  }
  const seconds = Math.max(0, Math.ceil(((connection.retryAt ?? now) - now) / 1000));
  return (
    <button
      type="button"
      className={cx(styles['item'], styles['warn'])}
      title={t('status.retryNow')}
      onClick={() => editor.engine.reconnect()}
    >
      <i className={cx(styles['lamp'], styles['lampWarn'])} />
      {t('status.lost', { n: seconds })}
    </button>
  );
}

/** Says all the time that one may look only, before anything is edited in vain. */
function ReadOnlyItem() {
  const { editor } = useParts();
  const may = useStore(editor.session.store, () => editor.session.may('flows.write'));
  const name = useStore(editor.session.store, (s) => s.user?.name);
  if (may) return null;
  if (name !== undefined) {
    return (
      <span className={cx(styles['item'], styles['warn'])}>
        <Eye size={13} aria-hidden />
        {t('readOnly.item', { name })}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={cx(styles['item'], styles['warn'])}
      onClick={() => editor.engine.login.ask()}
    >
      <Eye size={13} aria-hidden />
      {t('readOnly.anonymous')}
    </button>
  );
}

function EngineItem(props: { readonly notice: RuntimeNotice; readonly connected: boolean }) {
  const { notice } = props;
  if (!props.connected) return null;
  const text = engineText(notice);
  const bad = notice.error !== undefined || notice.state === 'stop';
  return text === '' ? null : (
    <span className={cx(styles['item'], bad && styles['warn'])}>
      {bad ? <TriangleAlert size={13} aria-hidden /> : null}
      {text}
    </span>
  );
}

function engineText(notice: RuntimeNotice): string {
  if (notice.error === 'missing-types') {
    return t('engine.missingTypes', { types: (notice.types ?? []).join(', ') });
  }
  if (notice.error === 'missing-modules') return t('engine.missingModules');
  if (notice.error === 'safe-mode') return t('engine.safe');
  if (notice.error === 'credentials_load_failed') return t('engine.credentials');
  if (notice.error !== undefined) return notice.text ?? notice.error;
  if (notice.state === 'start') return t('engine.running');
  return notice.state === 'stop' ? t('engine.stopped') : '';
}

function DeployItem({ runtime }: { readonly runtime: RuntimeState }) {
  const { editor } = useParts();
  const { deploy, now } = runtime;
  if (deploy.state === 'done' && now - deploy.at < DONE_SHOWN_MS) {
    const at = new Date(deploy.at).toLocaleTimeString([], { hour12: false });
    return <span className={cx(styles['item'])}>{t('deploy.doneAt', { at })}</span>;
  }
  if (deploy.state === 'failed') {
    return (
      <button
        type="button"
        className={cx(styles['item'], styles['err'])}
        title={t('deploy.dismiss')}
        onClick={() => editor.runtime.set({ deploy: { state: 'idle' } })}
      >
        <CircleAlert size={13} aria-hidden />
        {deploy.text}
      </button>
    );
  }
  return null;
}
