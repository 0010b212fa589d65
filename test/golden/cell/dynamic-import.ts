const { join } = await import('node:path');
import.meta.url;
join(import.meta.dirname, 'x')
