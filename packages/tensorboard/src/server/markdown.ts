/** Markdown of log files as HTML that is safe to show: whoever wrote the log must not run anything, nor make the page load anything. */
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: false });
// An image would be a request to wherever the log says; as a link it is one only when someone follows it.
markdown.disable('image');
const { link_open: plainLink } = markdown.renderer.rules;
markdown.renderer.rules.link_open = (tokens, i, options, env, self) => {
  tokens[i].attrSet('rel', 'noopener noreferrer');
  tokens[i].attrSet('target', '_blank');
  return plainLink ? plainLink(tokens, i, options, env, self) : self.renderToken(tokens, i, options);
};

/** Longest text that is rendered, in characters; the rest is cut off with a notice. */
const maxLength = 1_000_000;

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** HTML of Markdown; scripts and markup in it are shown as text. */
export function renderMarkdown(text: string): string {
  if (text === '') return '';
  const cut = text.length > maxLength;
  return `${markdown.render(cut ? text.slice(0, maxLength) : text)}${cut ? '<p><em>The text was cut off here.</em></p>' : ''}`;
}
