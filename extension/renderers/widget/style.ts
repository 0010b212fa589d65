export const widgetStyle = `
.front-end[inert] { opacity: 0.6; }
.note:empty { display: none; }
`;
