import type { World } from '../../core/index.ts'

/** Attachment ids behind the upload tokens that a comment names. */
export const uploadedBy = (_world: World, _tokens: unknown): number[] => []
