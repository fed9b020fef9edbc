import { t } from '../i18n/t';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useParts } from '../ui/editor-context';

/** A deploy was refused because the session was over. It goes on now if one says so. */
export function DeployAgainDialog() {
  const { editor } = useParts();
  const { waiting } = editor.session.state;
  const n = editor.documents.state.changed.size + editor.secrets.state.typed.size;
  const close = (): void => {
    editor.session.set({ waiting: undefined });
    editor.view.set({ open: undefined });
  };
  return (
    <Dialog
      title={t('login.again')}
      onClose={close}
      footer={
        <>
          <button type="button" className={cx(controls['button'])} onClick={close}>
            {t('login.notNow')}
          </button>
          <button
            type="button"
            className={cx(controls['button'], controls['primary'])}
            onClick={() => {
              close();
              if (waiting !== undefined) {
                void editor.engine.deploy(waiting.kind, waiting.options);
              }
            }}
          >
            {t('login.deployNow')}
          </button>
        </>
      }
    >
      <p>{t(waiting?.kind === 'reload' ? 'login.restartText' : 'login.againText', { n })}</p>
    </Dialog>
  );
}
