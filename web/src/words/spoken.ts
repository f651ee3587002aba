/** Finds words in source code that somebody would read on the screen. For tests: nothing of it reaches the page. */

import { parse } from "svelte/compiler";
import ts from "typescript";

/** Attributes that are read out or shown. */
const SAID =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|content)$/;

/** Text in the page itself: whatever holds a word at all. */
const isWord = (text: string) => /\p{L}{2,}/u.test(text);

/** Text elsewhere, which may be an id, a key or a class: several words, or one with a capital and a stop. */
const isSentence = (text: string) =>
  /\p{Ll}/u.test(text) && /(^\s*\p{Lu}[\p{L}’']*[\s,.:;?!…]\s*\S*)|(^|\s)\p{L}{2,},? \p{L}/u.test(text);

/** One word with a capital, as a month or a heading is written. */
const isCapitalised = (text: string) => /^\p{Lu}\p{Ll}{2,}$/u.test(text);

type Node = { type: string; [field: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

/** Everything right below a node. */
function below(node: Node): Node[] {
  return Object.entries(node).flatMap(([field, value]) =>
    field === "metadata" || field === "loc" ? [] : [value].flat().filter(isNode),
  );
}

/** The texts that an expression may come to. */
function results(node: Node): string[] {
  if (node.type === "Literal") return typeof node.value === "string" ? [node.value] : [];
  if (node.type === "TemplateLiteral") {
    const parts = node.quasis as { value: { cooked: string } }[];
    return [
      ...parts.map(({ value }) => value.cooked),
      ...(node.expressions as Node[]).flatMap((one) => results(one)),
    ];
  }
  const ways: Record<string, string[]> = {
    ConditionalExpression: ["consequent", "alternate"],
    LogicalExpression: ["left", "right"],
    BinaryExpression: node.operator === "+" ? ["left", "right"] : [],
  };
  return (ways[node.type] ?? []).flatMap((way) => results(node[way] as Node));
}

function textOf(node: Node): string[] {
  if (node.type === "Text") return [node.data as string];
  return node.type === "ExpressionTag" ? results(node.expression as Node) : [];
}

function inMarkup(node: Node, inComponent: boolean): string[] {
  if (node.type === "Text" || node.type === "ExpressionTag") {
    return [...textOf(node).filter(isWord), ...(node.type === "Text" ? [] : inExpression(node))];
  }
  if (node.type === "Attribute") {
    const values = [node.value].flat().filter(isNode);
    const texts = values.flatMap(textOf);
    if (SAID.test(node.name as string)) return texts.filter(isWord);
    const sentences = inComponent ? texts.filter(isSentence) : [];
    return [...sentences, ...values.flatMap((value) => (value.type === "Text" ? [] : inExpression(value)))];
  }
  if (
    /(Element|Block|Tag|Fragment|Component|Head|Window|Body|Title)$/.test(node.type) ||
    node.type === "Component"
  ) {
    return below(node).flatMap((one) =>
      /(Expression|Literal|Identifier|Declaration|Pattern)$/.test(one.type)
        ? inExpression(one)
        : inMarkup(one, node.type === "Component"),
    );
  }
  return inExpression(node);
}

function inExpression(node: Node): string[] {
  const own =
    node.type === "Literal" && typeof node.value === "string"
      ? [node.value]
      : node.type === "TemplateElement"
        ? [(node.value as { cooked: string }).cooked]
        : [];
  return [...own.filter(isSentence), ...below(node).flatMap(inExpression)];
}

/** The words in a Svelte component: in its markup, and in its script. */
export function spokenInSvelte(source: string): string[] {
  const tree = parse(source, { modern: true });
  const scripts = [tree.instance, tree.module].flatMap((script) => {
    if (!script) return [];
    const { start, end } = script.content as unknown as { start: number; end: number };
    return spokenInScript(source.slice(start, end));
  });
  return [...new Set([...inMarkup(tree.fragment as unknown as Node, false), ...scripts])];
}

/** The words in TypeScript: strings that read like a sentence or a heading, but for what is told to whoever writes programs. */
export function spokenInScript(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) return;
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    ) {
      if (isSentence(node.text) || (isCapitalised(node.text) && isShown(node))) found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true));
  return found;
}

/** Whether one capitalised word may be there to be read: not where it is compared, or names a field, a key or a kind of shape. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) || ts.isCaseClause(parent) || ts.isElementAccessExpression(parent))
    return false;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && parent.name.getText() !== "type";
  return true;
}
