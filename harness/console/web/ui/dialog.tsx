import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { words } from '../i18n/index.ts'
import { Button } from './button.tsx'

interface DialogProps {
  title: string
  onClose(): void
  wide?: boolean
  children: ComponentChildren
  actions?: ComponentChildren
}

/** The browser's own dialog: it keeps the focus inside, closes with Escape and gives the focus back. */
export function Dialog({ title, onClose, wide, children, actions }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  /** The browser tells later that it closed one; by then another may be open. */
  const gone = useRef(false)
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog && !dialog.open) dialog.showModal()
    return () => {
      gone.current = true
      dialog?.close()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      class={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onClose={() => gone.current || onClose()}
      onMouseDown={(event) => event.target === ref.current && onClose()}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={id}>{title}</h2>
          <Button kind="quiet" icon="close" label={words.value.shell.close} onPress={onClose} />
        </div>
        {children}
        {actions && <div class="dialog-actions">{actions}</div>}
      </div>
    </dialog>
  )
}

/** Asks before something is lost. */
export function Confirm({ title, says, action, onYes, onNo }: { title: string; says: string; action: string; onYes(): unknown; onNo(): void }) {
  return (
    <Dialog
      title={title}
      onClose={onNo}
      actions={
        <>
          <Button onPress={onNo}>{words.value.shell.cancel}</Button>
          <Button
            kind="primary"
            onPress={() => {
              onNo()
              onYes()
            }}
          >
            {action}
          </Button>
        </>
      }
    >
      <p>{says}</p>
    </Dialog>
  )
}
