import type ts from 'typescript';
import type { SignatureHelp, SignatureHelpContext, SignatureInformation } from 'vscode-languageserver/node';
import { documentationOf, signatureText } from './documentation.ts';
import type { Place } from './notebooks.ts';

/** The parameters of the call that is being written. */
export function signatureHelp(
  { language, id, offset }: Place,
  context: SignatureHelpContext | undefined,
): SignatureHelp | undefined {
  const position = (language.module(id)?.start ?? 0) + offset;
  const found = language.service.getSignatureHelpItems(language.fileOf(id), position, {
    triggerReason: reasonOf(context),
  });
  if (!found) return undefined;
  return {
    activeSignature: found.selectedItemIndex,
    activeParameter: found.argumentIndex,
    signatures: found.items.map((item) => signature(item, found.argumentIndex)),
  };
}

function reasonOf(context: SignatureHelpContext | undefined): ts.SignatureHelpTriggerReason {
  const triggerCharacter = context?.triggerCharacter;
  if (context?.isRetrigger) {
    const isRetrigger = isOneOf([',', '(', '<', ')'] as const, triggerCharacter);
    return isRetrigger ? { kind: 'retrigger', triggerCharacter } : { kind: 'retrigger' };
  }
  // Typing a bracket inside a string asks for nothing.
  if (isOneOf([',', '(', '<'] as const, triggerCharacter)) return { kind: 'characterTyped', triggerCharacter };
  return { kind: 'invoked' };
}

function isOneOf<Text extends string>(texts: readonly Text[], text: string | undefined): text is Text {
  return (texts as readonly (string | undefined)[]).includes(text);
}

function signature(item: ts.SignatureHelpItem, argument: number): SignatureInformation {
  let label = signatureText(item.prefixDisplayParts);
  const parameters = item.parameters.map((parameter, index) => {
    if (index > 0) label += signatureText(item.separatorDisplayParts);
    const start = label.length;
    label += signatureText(parameter.displayParts);
    return { label: [start, label.length] as [number, number], documentation: documentationOf(parameter) };
  });
  label += signatureText(item.suffixDisplayParts);
  // All further arguments are the last parameter's.
  const last = item.parameters.length - 1;
  const activeParameter = item.isVariadic && argument > last ? last : argument;
  return {
    label,
    parameters,
    activeParameter,
    documentation: documentationOf({
      documentation: item.documentation,
      tags: item.tags.filter(({ name }) => name !== 'param'),
    }),
  };
}
