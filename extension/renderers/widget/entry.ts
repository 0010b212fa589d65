import { fieldsOf } from '../../../kernel/guards/index.ts';
import { parseWidgetPayload, type WidgetNews, type WidgetRequest } from '../../../kernel/payloads/widget.ts';
import { type Activate, mount } from '../host/index.ts';
import { loadModule } from './front-end.ts';
import { widgetStyle } from './style.ts';
import { type Heard, widgetView } from './view.ts';

/** VS Code's entry point for widgets. What they say goes to the extension, and from there to the kernel. */
export const activate: Activate = ({ postMessage, onDidReceiveMessage }) => {
  const views = new Map<string, Set<Heard>>();
  onDidReceiveMessage?.((message) => {
    const { id } = fieldsOf(message);
    for (const heard of views.get(String(id)) ?? []) heard(message as WidgetNews);
  });
  const host = {
    load: loadModule,
    say: postMessage && ((request: WidgetRequest) => postMessage(request)),
    listen(id: string, heard: Heard) {
      const all = views.get(id) ?? new Set();
      views.set(id, all.add(heard));
      return () => {
        all.delete(heard);
        if (all.size === 0) views.delete(id);
      };
    },
  };
  return mount({
    parse: parseWidgetPayload,
    style: widgetStyle,
    create: (root) => widgetView(root, host),
  });
};
