import { t } from '../i18n/t';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { Dialog } from '../ui/dialog';
import { useParts } from '../ui/editor-context';

/** Someone else deployed. Nothing is overwritten or given up unless one says so. */
export function ConflictDialog() {
  const { editor } = useParts();
  const n = editor.documents.state.changed.size;
  const close = (): void => editor.view.set({ open: undefined });
  const button = (key: 'later' | 'reload' | 'overwrite', run: () => void, danger = false) => (
    <button
      type="button"
      className={cx(controls['button'], danger && controls['danger'])}
      onClick={() => {
        close();
        run();
      }}
    >
      {t(`conflict.${key}`)}
    </button>
  );
  return (
    <Dialog
      title={t('conflict.title')}
      onClose={close}
      footer={
        <>
          {button('later', () => editor.runtime.set({ deploy: { state: 'idle' } }))}
          {button('reload', () => void editor.engine.reload(), true)}
          {button(
            'overwrite',
            () => void editor.engine.deploy('nodes', { overwrite: true, anyway: true }),
            true,
          )}
        </>
      }
    >
      <p>{t('conflict.text', { n })}</p>
    </Dialog>
  );
}
