"""Speed and quality side by side with plain LangChain and with the bare embedding model. Not shipped."""
