"""The chain of LangChain's question-answering tutorial: what most people would have who follow it.

Split by 1,000 characters with 200 overlapping, MiniLM, the four nearest chunks, the tutorial's prompt, the earlier
messages pasted between prompt and question. It searches for the question as typed: one model call an answer.
Source: https://python.langchain.com/docs/tutorials/rag/ and .../qa_chat_history/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from langchain_core.documents import Document as LangChainDocument
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel

    from assistant.turn import Conversation
    from ingest.document import Document

_CHUNK_CHARACTERS = 1000
_OVERLAP_CHARACTERS = 200
_PASSAGES = 4
_PROMPT = (
    "You are an assistant for question-answering tasks. "
    "Use the following pieces of retrieved context to answer the question. "
    "If you don't know the answer, just say that you don't know. "
    "Use three sentences maximum and keep the answer concise.\n\n{context}"
)
# Read generously: whatever says in any words that it is not told counts as a refusal.
_REFUSAL = re.compile(
    r"(don|doesn|didn|isn|aren|wasn|can|couldn)['’]t (know|say|have|provide|mention|specify|state|contain|include|find|determine|provided)"
    r"|(do|does|did|is|are|was|were|can|could)\s?not (know|say|have|provide|mention|specify|specif|state|contain|include"
    r"|find|determine|given|available|told|known|explicitly)"
    r"|not (been )?(provided|mentioned|specified|stated|given|included|available|clear)"
    r"|no (information|mention|details?|specific)|unknown|unable to"
    r"|不知道|不清楚|没有(提到|提及|提供|说明|给出|明确|相关|具体|包含|信息)|未(提及|提到|提供|说明|给出|明确)|无法(确定|回答|得知|提供)|并未",
    re.IGNORECASE,
)


class TutorialChain:
    """The chain over some documents; the chat model is shared with whoever else uses it."""

    def __init__(self, documents: Iterable[Document], embeddings: Embeddings, chat: BaseChatModel) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK_CHARACTERS, chunk_overlap=_OVERLAP_CHARACTERS)
        wholes = [LangChainDocument(each.text, metadata={"source": each.file}) for each in documents]
        chunks = splitter.split_documents(wholes)
        self.chunks = len(chunks)
        self._store = InMemoryVectorStore(embeddings)
        self._store.add_documents(chunks)
        prompt = ChatPromptTemplate.from_messages(
            [("system", _PROMPT), MessagesPlaceholder("chat_history"), ("human", "{input}")]
        )
        self._chain = prompt | chat | StrOutputParser()

    def stream(self, question: str, conversation: Conversation) -> Iterator[str]:
        """The words of the answer as they come."""
        found = self._store.similarity_search(question, k=_PASSAGES)
        context = "\n\n".join(each.page_content for each in found)
        return self._chain.stream({"context": context, "chat_history": _messages(conversation), "input": question})


def is_refusal(answer: str) -> bool:
    """Whether the answer says, anywhere, that the documents do not tell."""
    return bool(_REFUSAL.search(answer))


def _messages(conversation: Conversation) -> list[BaseMessage]:
    return [
        message
        for exchange in conversation.exchanges
        for message in (HumanMessage(exchange.question), AIMessage(exchange.answer))
    ]
