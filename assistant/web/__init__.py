"""The public chat: events become messages. The only package that knows Gradio; nothing imports it but `cli`."""
